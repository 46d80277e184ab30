/** The settings of a workspace that change how its messages are read. Rocket.Chat: settings of the group "Message" */
export interface MarkdownOptions {
	/** `HexColorPreview_Enabled` */
	readonly colors: boolean;
	/** Whether emoticons are read. Rocket.Chat's server always reads them. */
	readonly emoticons: boolean;
	/** `Message_CustomDomain_AutoLink`: domains that are no public suffixes and whose bare addresses become links */
	readonly customDomains: readonly string[];
	/** `Katex_Dollar_Syntax` and `Katex_Parenthesis_Syntax`; both false if `Katex_Enabled` is false */
	readonly katex: { readonly dollarSyntax: boolean; readonly parenthesisSyntax: boolean };
}

/** Rocket.Chat's default settings. */
export const defaultOptions: MarkdownOptions = {
	colors: true,
	emoticons: true,
	customDomains: [],
	katex: { dollarSyntax: false, parenthesisSyntax: true },
};
