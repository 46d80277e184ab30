import type { Router } from 'express';
import type { MessageDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import { collections } from '../functions/collections';
import { deleteMessageAs } from '../functions/delete-message';
import { hasPermission } from '../functions/permissions';
import { pinMessage, unpinMessage } from '../functions/pin-message';
import { postMessage } from '../functions/post-message';
import { canAccessRoom } from '../functions/room-access';
import { executeSendMessage } from '../functions/send-message';
import { executeSetReaction } from '../functions/set-reaction';
import { executeUpdateMessage } from '../functions/update-message';
import type { Server } from '../server';
import { failure } from './answers';
import { Endpoints } from './endpoints';

/** `chat.*` (`apps/meteor/app/api/server/v1/chat.ts`). */
export function chatRoutes(server: Server): Router {
	const endpoints = new Endpoints(server);
	addSending(server, endpoints);
	addChanging(server, endpoints);
	addReading(server, endpoints);
	return endpoints.router;
}

function addSending(server: Server, endpoints: Endpoints): void {
	endpoints
		.post('chat.sendMessage', async ({ user, given, params }) => {
			if (given.message.t !== undefined) {
				throw new Error("Cannot send system messages using 'chat.sendMessage'");
			}
			const ts = params.nested('message').date('ts');
			const draft = { ...given.message } as Partial<MessageDocument>;
			delete draft.ts;
			const message = await executeSendMessage(server, user._id, { ...draft, ...(ts && { ts }) });
			if (!message) {
				throw failure('unknown-error');
			}
			return { message };
		})
		.post('chat.postMessage', async ({ user, given }) => {
			const limit = server.settings.get<number | undefined>('Message_MaxAllowedSize') ?? 0;
			if ((given.text?.length ?? 0) > limit) {
				throw failure('error-message-size-exceeded');
			}
			const sent = await postMessage(server, user, given);
			if (!sent) {
				throw failure('unknown-error');
			}
			return { ts: Date.now(), channel: sent.channel, message: sent.message };
		});
}

function addChanging(server: Server, endpoints: Endpoints): void {
	const { messages } = collections(server);
	endpoints
		.post('chat.update', async ({ user, given }) => {
			const message = messageOfRoom(server, given);
			if (!('text' in given)) {
				throw failure('Only encrypted messages can have content updated.');
			}
			await executeUpdateMessage(server, user, message._id, {
				msg: given.text,
				...(given.customFields && { customFields: given.customFields }),
			});
			return { message: messages.findById(message._id) ?? message };
		})
		.post('chat.delete', async ({ user, given }) => {
			const message =
				'fileId' in given ? messageOfFile(server, given.fileId) : messageOfRoom(server, given);
			const asAuthor = given.asUser === true;
			const own = message.u._id === user._id;
			if (asAuthor && !own && !hasPermission(server, user._id, 'force-delete-message', message.rid)) {
				throw failure(
					'Unauthorized. You must have the permission "force-delete-message" to delete other\'s message as them.',
				);
			}
			await deleteMessageAs(server, message._id, asAuthor ? message.u._id : user._id);
			const { _id, rid, u } = message;
			return { _id, ts: Date.now().toString(), message: { _id, rid, u } };
		})
		.post('chat.react', async ({ user, given }) => {
			const message = knownMessage(server, given.messageId);
			const emoji = 'emoji' in given ? given.emoji : given.reaction;
			if (!emoji) {
				throw new MeteorError(
					'error-emoji-param-not-provided',
					'The required "emoji" param is missing.',
				);
			}
			await executeSetReaction(server, user._id, emoji, message._id, given.shouldReact);
		})
		.post('chat.pinMessage', async ({ user, params }) => ({
			message: await pinMessage(server, knownMessage(server, params.requiredText('messageId')), user),
		}))
		.post('chat.unPinMessage', async ({ user, params }) => {
			await unpinMessage(server, knownMessage(server, params.requiredText('messageId')), user);
		});
}

function addReading(server: Server, endpoints: Endpoints): void {
	const { messages, rooms } = collections(server);
	endpoints.get('chat.getMessage', ({ user, given }) => {
		const message = messages.findById(given.msgId);
		const room = message && rooms.findById(message.rid);
		if (!room || !canAccessRoom(server, room, user._id)) {
			throw failure();
		}
		return { message };
	});
}

function knownMessage(server: Server, messageId: string): MessageDocument {
	const message = collections(server).messages.findById(messageId);
	if (!message) {
		throw new MeteorError(
			'error-message-not-found',
			'The provided "messageId" does not match any existing message.',
		);
	}
	return message;
}

function messageOfFile(server: Server, fileId: string): MessageDocument {
	const message = collections(server).messages.findOne({ 'file._id': fileId });
	if (!message) {
		throw failure(`No message found with the file id: "${fileId}".`);
	}
	return message;
}

function messageOfRoom(
	server: Server,
	{ msgId, roomId }: { readonly msgId: string; readonly roomId: string },
): MessageDocument {
	const message = collections(server).messages.findById(msgId);
	if (!message) {
		throw failure(`No message found with the id of "${msgId}".`);
	}
	if (roomId !== message.rid) {
		throw failure('The room id provided does not match where the message is from.');
	}
	return message;
}
