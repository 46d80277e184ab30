import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import { FederationError } from '../../src/errors';
import type { EventId, RoomId } from '../../src/matrix/ids';
import { destinationOf, sendMessage } from '../../src/to-matrix/message';
import { fakeFederation, type Answers } from '../support/fake-federation';

const roomId = '!room:example.org' as RoomId;
const message = {
	id: 'mid',
	text: 'hello',
	createdAt: new Date(1_000),
	sender: { id: 'uid', username: 'alice', name: 'Alice Smith', type: 'user' },
	room: { id: 'rid', type: 'd', customFields: { federation: { roomId } } },
} as unknown as IMessage;
const inRoom = (room: object) => ({ ...message, room: { ...message.room, ...room } });

const working: Answers = {
	'homeserver.register': () => undefined,
	'homeserver.setDisplayName': () => undefined,
	'homeserver.sendMessage': () => '$sent',
};

describe('a message to Matrix', () => {
	it('goes where the mark of its room says', () => {
		expect(destinationOf(message, () => false)).to.equal(roomId);
	});

	it('goes nowhere when the app itself wrote it', () => {
		expect(destinationOf(message, () => true)).to.equal(undefined);
	});

	for (const customFields of [
		undefined,
		{},
		{ federation: 'x' },
		{ federation: {} },
		{ federation: { roomId: 'x' } },
	]) {
		it(`goes nowhere from a room with the fields ${JSON.stringify(customFields)}`, () => {
			expect(destinationOf(inRoom({ customFields }), () => false)).to.equal(undefined);
		});
	}

	it('is sent as the puppet, with the time it was written, and linked', async () => {
		const { federation, calls } = fakeFederation(working);
		await sendMessage(federation, message, roomId);
		expect(calls).to.deep.equal([
			['homeserver.register', 'rc_alice'],
			['homeserver.setDisplayName', '@rc_alice:example.org', 'Alice Smith'],
			[
				'homeserver.sendMessage',
				'@rc_alice:example.org',
				roomId,
				'mid.0',
				{ msgtype: 'm.text', body: 'hello', 'm.mentions': {} },
				1_000,
			],
		]);
		expect(await federation.store.messages.byRocketChatId('mid')).to.include({
			matrixId: '$sent' as EventId,
			part: 0,
		});
	});

	it('makes one puppet for two messages at once', async () => {
		const { federation, calls } = fakeFederation(working);
		await Promise.all([
			sendMessage(federation, message, roomId),
			sendMessage(federation, { ...message, id: 'other' }, roomId),
		]);
		expect(calls.filter(([method]) => method === 'homeserver.register')).to.have.length(1);
	});

	it('keeps the puppet when the username changes', async () => {
		const { federation, calls } = fakeFederation(working);
		await sendMessage(federation, message, roomId);
		const renamed = { ...message, id: 'other', sender: { ...message.sender, username: 'alicia' } };
		await sendMessage(federation, renamed, roomId);
		expect(calls.at(-1)?.[1]).to.equal('@rc_alice:example.org');
	});

	it('sends the text of a message with a file and says that the file stays behind', async () => {
		const { federation, calls } = fakeFederation(working);
		const failure = await sendMessage(federation, { ...message, attachments: [{}] }, roomId).catch(
			(error: unknown) => error,
		);
		expect(failure).to.be.instanceOf(FederationError).and.to.include({ code: 'files-unsupported' });
		expect(calls.map(([method]) => method)).to.include('homeserver.sendMessage');
	});

	it('sends nothing for a file without text', async () => {
		const { federation, calls } = fakeFederation({});
		await sendMessage(federation, { ...message, text: '', attachments: [{}] }, roomId).catch(
			() => undefined,
		);
		expect(calls).to.deep.equal([]);
	});
});
