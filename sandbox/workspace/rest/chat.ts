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
import { Endpoints, invalid, type Params } from './endpoints';

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
		.post('chat.sendMessage', async ({ user, params }) => {
			const given = params.object('message');
			if (typeof given?.rid !== 'string') {
				throw invalid("must have required property 'message'");
			}
			if (typeof given.t === 'string') {
				throw new Error("Cannot send system messages using 'chat.sendMessage'");
			}
			const ts = params.nested('message').date('ts');
			const draft = { ...given } as Partial<MessageDocument>;
			delete draft.ts;
			const message = await executeSendMessage(server, user._id, { ...draft, ...(ts && { ts }) });
			if (!message) {
				throw failure('unknown-error');
			}
			return { message };
		})
		.post('chat.postMessage', async ({ user, params, request }) => {
			const text = params.text('text') ?? '';
			if (text.length > (server.settings.get<number | undefined>('Message_MaxAllowedSize') ?? 0)) {
				throw failure('error-message-size-exceeded');
			}
			const sent = await postMessage(server, user, request.body as Record<string, unknown>);
			if (!sent) {
				throw failure('unknown-error');
			}
			return { ts: Date.now(), channel: sent.channel, message: sent.message };
		});
}

function addChanging(server: Server, endpoints: Endpoints): void {
	const { messages } = collections(server);
	endpoints
		.post('chat.update', async ({ user, params }) => {
			const message = messageOfRoom(server, params);
			const customFields = params.object('customFields');
			await executeUpdateMessage(server, user, message._id, {
				msg: params.text('text') ?? '',
				...(customFields && { customFields }),
			});
			return { message: messages.findById(message._id) ?? message };
		})
		.post('chat.delete', async ({ user, params }) => {
			const message = messageOfRoom(server, params);
			const asAuthor = params.flag('asUser') === true;
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
		.post('chat.react', async ({ user, params }) => {
			const message = knownMessage(server, params.requiredText('messageId'));
			const emoji = params.text('emoji') ?? params.text('reaction');
			if (!emoji) {
				throw new MeteorError(
					'error-emoji-param-not-provided',
					'The required "emoji" param is missing.',
				);
			}
			await executeSetReaction(server, user._id, emoji, message._id, params.flag('shouldReact'));
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
	endpoints.get('chat.getMessage', ({ user, params }) => {
		const message = messages.findById(params.text('msgId') ?? '');
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

function messageOfRoom(server: Server, params: Params): MessageDocument {
	const messageId = params.requiredText('msgId');
	const message = collections(server).messages.findById(messageId);
	if (!message) {
		throw failure(`No message found with the id of "${messageId}".`);
	}
	if (params.text('roomId') !== message.rid) {
		throw failure('The room id provided does not match where the message is from.');
	}
	return message;
}
