import type { IMessageBuilder } from '@rocket.chat/apps-engine/definition/accessors';

/**
 * A part of a message that is shown in place of its text: clients that show blocks do not show the text of such a
 * message (Rocket.Chat: `RoomMessageContent.tsx`). Rocket.Chat: packages/ui-kit, `LayoutBlock`; only what the app uses.
 */
export type Block =
	| { readonly type: 'section'; readonly text: BlockText; readonly fields?: readonly BlockText[] }
	| { readonly type: 'actions'; readonly blockId: string; readonly elements: readonly BlockButton[] };

interface BlockText {
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

/** The engine adds the app's id to the blocks of messages, but not to those of notices; without it a button has no effect. */
export function ofApp(block: Block, appId: string): object {
	return block.type === 'actions'
		? { ...block, appId, elements: block.elements.map((element) => ({ ...element, appId })) }
		: { ...block, appId };
}

/** The engine adds its own ids to the blocks that it is given, so these are copies. */
export function engineBlocks(blocks: readonly Block[]): Parameters<IMessageBuilder['setBlocks']>[0] {
	return structuredClone(blocks) as unknown as Parameters<IMessageBuilder['setBlocks']>[0];
}
