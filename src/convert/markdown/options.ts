/** What a workspace sets of its markdown. Rocket.Chat: settings of the group "Message". */
export interface MarkdownOptions {
	/** `HexColorPreview_Enabled` */
	readonly colors: boolean;
	/** Rocket.Chat's server has this always on. */
	readonly emoticons: boolean;
	/** `Message_CustomDomain_AutoLink`: domains without a public suffix whose bare addresses are links */
	readonly customDomains: readonly string[];
	/** `Katex_Dollar_Syntax` and `Katex_Parenthesis_Syntax`; both false where `Katex_Enabled` is */
	readonly katex: { readonly dollarSyntax: boolean; readonly parenthesisSyntax: boolean };
}

/** What a workspace has that never changed a setting. */
export const defaultOptions: MarkdownOptions = {
	colors: true,
	emoticons: true,
	customDomains: [],
	katex: { dollarSyntax: false, parenthesisSyntax: true },
};
