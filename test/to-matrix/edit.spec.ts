import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { UserType } from '@rocket.chat/apps-engine/definition/users';
import { expect } from 'chai';
import type { EventId, RoomId } from '../../src/matrix/ids';
import { sendEdit } from '../../src/to-matrix/edit';
import { fakeFederation } from '../support/fake-federation';

const roomId = '!room:example.org' as RoomId;
const edited = {
	id: 'mid',
	text: 'new',
	createdAt: new Date(1_000),
	editedAt: new Date(2_000),
	sender: { id: 'uid', username: 'alice', type: 'user' },
	room: { id: 'rid' },
} as unknown as IMessage & { id: string };

const working = {
	'homeserver.register': () => undefined,
	'homeserver.setDisplayName': () => undefined,
	'homeserver.send': () => '$sent',
};
const codeOf = (sending: Promise<unknown>) =>
	sending.then(
		() => undefined,
		(error: unknown) => (error as { code?: string }).code,
	);

describe('an edit to Matrix', () => {
	it('replaces the event, once for each time it was edited', async () => {
		const { federation, calls } = fakeFederation(working);
		await federation.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'mid',
			roomId,
			part: 0,
		});
		await sendEdit(federation, edited, roomId);
		expect(calls.at(-1)).to.deep.equal([
			'homeserver.send',
			'@rc_alice:example.org',
			roomId,
			'mid.0.2000',
			{
				type: 'm.room.message',
				content: {
					msgtype: 'm.text',
					body: '* new',
					'm.mentions': {},
					'm.new_content': { msgtype: 'm.text', body: 'new', 'm.mentions': {} },
					'm.relates_to': { rel_type: 'm.replace', event_id: '$a' },
				},
			},
			2_000,
		]);
	});

	it('that overtakes its message goes in its place, as the transaction that the message would be', async () => {
		const { federation, calls } = fakeFederation(working);
		await sendEdit(federation, edited, roomId);
		expect(calls.at(-1)).to.deep.equal([
			'homeserver.send',
			'@rc_alice:example.org',
			roomId,
			'mid.0',
			{ type: 'm.room.message', content: { msgtype: 'm.text', body: 'new', 'm.mentions': {} } },
			1_000,
		]);
	});

	it('of a message that never was on Matrix is refused', async () => {
		const { federation, calls } = fakeFederation({});
		const late = { ...edited, editedAt: new Date(62_000) };
		expect(await codeOf(sendEdit(federation, late, roomId))).to.equal('message-not-there');
		expect(calls).to.deep.equal([]);
	});

	it('of what somebody on Matrix wrote is refused', async () => {
		const { federation, calls } = fakeFederation({});
		const theirs = { ...edited, sender: { ...edited.sender, type: UserType.BOT } };
		expect(await codeOf(sendEdit(federation, theirs, roomId))).to.equal('edit-of-others');
		expect(calls).to.deep.equal([]);
	});

	it('that makes a message shorter takes parts back, and one that makes it longer again sends new ones', async () => {
		let sent = 0;
		const { federation, calls } = fakeFederation({
			...working,
			'homeserver.send': () => `$${(sent += 1)}`,
			'homeserver.redact': () => undefined,
		});
		const says = (words: number, at: number) =>
			sendEdit(
				federation,
				{ ...edited, text: 'many words '.repeat(words), editedAt: new Date(at) },
				roomId,
			);
		await says(6_000, 2_000);
		const partsBefore = (await federation.store.messages.allByRocketChatId('mid')).length;
		expect(partsBefore).to.be.greaterThan(2);
		await says(1, 3_000);
		expect(await federation.store.messages.allByRocketChatId('mid')).to.have.length(1);
		expect(calls.filter(([method]) => method === 'homeserver.redact')).to.have.length(partsBefore - 1);
		const before = calls.length;
		await says(6_000, 4_000);
		expect(
			calls
				.slice(before)
				.filter(([method]) => method === 'homeserver.send')
				.map((call) => call[3]),
		).to.deep.equal(Array.from({ length: partsBefore }, (_, part) => `mid.${part}.4000`));
		expect(await federation.store.messages.allByRocketChatId('mid')).to.have.length(partsBefore);
	});
});
