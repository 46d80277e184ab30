/** A part of a message beside its text. Rocket.Chat: packages/ui-kit, `LayoutBlock`; only what the app uses of it. */
export type Block =
	| { readonly type: 'section'; readonly fields: readonly BlockText[] }
	| { readonly type: 'actions'; readonly blockId: string; readonly elements: readonly BlockButton[] };

export interface BlockText {
	readonly type: 'mrkdwn' | 'plain_text';
	readonly text: string;
}

/** A button. Who presses it makes the host call `executeBlockActionHandler` with its action id and its value. */
export interface BlockButton {
	readonly type: 'button';
	readonly actionId: string;
	readonly value: string;
	readonly style: 'primary' | 'danger';
	readonly text: BlockText;
}
