import type { MessageDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { behaves } from '../server-version';
import { afterSaveMessage } from './after-save-message';
import { collections } from './collections';
import { validateCustomMessageFields } from './custom-message-fields';
import { hasPermission } from './permissions';
import { randomId } from './random-id';
import { roomToWriteIn } from './room-access';
import { beforeSave, refuseBlank } from './send-message';

const method = 'updateMessage';

/**
 * What REST `chat.update` does (`apps/meteor/app/lib/server/methods/updateMessage.ts`): checks the permission, then
 * edits.
 * @throws {MeteorError} `error-action-not-allowed`, `error-invalid-message`, `error-message-editing-blocked`
 */
export async function executeUpdateMessage(
	server: Server,
	user: UserDocument,
	messageId: string,
	changes: { msg: string; customFields?: Record<string, unknown> },
): Promise<void> {
	const original = collections(server).messages.findById(messageId);
	if (original) {
		assertEditable(server, original, changes);
	}
	if (!original || (isSameText(original, changes.msg) && !changes.customFields)) {
		return;
	}
	assertMayEdit(server, user, original);
	roomToWriteIn(server, original.rid, user);
	const [first, ...others] = original.attachments ?? [];
	const described = first?.description !== undefined;
	await updateMessage(
		server,
		{
			_id: original._id,
			rid: original.rid,
			u: original.u,
			...(changes.customFields && { customFields: changes.customFields }),
			// An edit of a file's message changes its caption, which is the description.
			...(described
				? { msg: original.msg, attachments: [{ ...first, description: changes.msg }, ...others] }
				: { msg: changes.msg }),
		},
		user,
	);
}

/**
 * Edits a message (`apps/meteor/app/lib/server/functions/updateMessage.ts`): `IPreMessageUpdatedPrevent`, `…Extend`,
 * `…Modify`, then `IPostMessageUpdated`. Checks neither a permission nor the size: the apps' bridge calls it directly.
 * @param changes - `_id` and the fields that change
 * @throws Error `Invalid message ID.`; {MeteorError} `error-action-not-allowed`, `error-invalid-message`,
 * `error-app-prevented-updating`
 */
export async function updateMessage(
	server: Server,
	changes: Partial<MessageDocument>,
	user: UserDocument,
): Promise<void> {
	const { messages, rooms } = collections(server);
	const original = changes._id ? messages.findById(changes._id) : undefined;
	if (!original) {
		throw new Error('Invalid message ID.');
	}
	assertEditable(server, original, changes);
	const edited: MessageDocument = { ...original, ...changes };
	const outcome = await server.appEvents.beforeMessageUpdated(edited);
	if (outcome.prevented) {
		throw new MeteorError(
			'error-app-prevented-updating',
			'A Rocket.Chat App prevented the message updating.',
		);
	}
	Object.assign(edited, outcome.changes);
	if (server.settings.get('Message_KeepHistory') === true) {
		keepHistory(server, original, user);
	}
	Object.assign(edited, { editedAt: new Date(), editedBy: { _id: user._id, username: user.username } });
	const room = rooms.findById(edited.rid);
	if (!room) {
		return;
	}
	beforeSave(server, edited);
	if (edited.customFields) {
		validateCustomMessageFields(server, edited.customFields);
	}
	messages.replace({ ...edited, _updatedAt: new Date() });
	void server.appEvents.messageUpdated(edited);
	setImmediate(() => {
		const stored = messages.findById(edited._id);
		if (stored) {
			afterSaveMessage(server, stored, room);
		}
	});
}

/**
 * What newer servers check in both functions.
 * @throws {MeteorError} `error-action-not-allowed` (the message was deleted), `error-invalid-message` (blank)
 */
function assertEditable(server: Server, original: MessageDocument, changes: Partial<MessageDocument>): void {
	if (original.t === 'rm' && behaves(server, 'refusesEditsOfDeletedMessages')) {
		throw new MeteorError('error-action-not-allowed', 'Message editing not allowed', {
			method,
			action: 'Message_editing',
		});
	}
	if (changes.msg !== undefined && behaves(server, 'refusesBlankTexts')) {
		refuseBlank(changes, original);
	}
}

/** Stores a hidden copy of a message as it was (`Messages.cloneAndSaveAsHistoryById`). */
export function keepHistory(server: Server, message: MessageDocument, user: UserDocument): void {
	const now = new Date();
	collections(server).messages.insert({
		...message,
		_hidden: true,
		parent: message._id,
		editedAt: now,
		editedBy: { _id: user._id, username: user.username },
		_id: randomId(),
		_updatedAt: now,
	});
}

function isSameText(message: MessageDocument, text: string): boolean {
	return (message.attachments?.[0]?.description ?? message.msg) === text;
}

function assertMayEdit(server: Server, user: UserDocument, message: MessageDocument): void {
	const own = message.u._id === user._id && server.settings.get('Message_AllowEditing') === true;
	if (!own && !hasPermission(server, user._id, 'edit-message', message.rid)) {
		throw new MeteorError('error-action-not-allowed', 'Message editing not allowed', {
			method,
			action: 'Message_editing',
		});
	}
	const minutes = server.settings.get<number | undefined>('Message_AllowEditing_BlockEditInMinutes') ?? 0;
	const age = Math.floor((Date.now() - message.ts.getTime()) / 60_000);
	if (
		minutes !== 0 &&
		age >= minutes &&
		!hasPermission(server, user._id, 'bypass-time-limit-edit-and-delete')
	) {
		throw new MeteorError('error-message-editing-blocked', 'Message editing is blocked', { method });
	}
}
