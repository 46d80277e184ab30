import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import type { RocketChatRoom, RocketChatUser } from '../../../src/rocketchat/entities';
import { isCiphertext } from '../../../src/rocketchat/encryption';
import { openDirectRoom } from '../../../src/to-matrix/direct-messages/direct-room';
import { relayEdit, relayMessage, relayReaction } from '../../../src/to-matrix/relay';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { fakeApp } from '../../support/fake-app';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { FakeHomeserver } from '../../support/fake-homeserver';
import { alice, bob, eventOf, linkedRoom, roomId } from '../../support/matrix-room';

const account = {
	id: 'uid-alice',
	username: 'alice',
	type: 'user',
	isEnabled: true,
} as unknown as RocketChatUser;
const room = { id: 'rid', customFields: { federation: { roomId } } };
const message = (id: string, more: object = {}) =>
	({ id, text: 'hello', createdAt: new Date(), room, sender: account, ...more }) as unknown as IMessage;
const ciphertext = (id: string, more: object = {}) => message(id, { type: 'e2e', text: 'c1ph3r', ...more });

async function setUp() {
	const homeserver = new FakeHomeserver();
	const { bridge, calls } = await linkedRoom({
		...homeserver.answers,
		'messages.tell': () => undefined,
		'messages.byId': () => undefined,
	});
	const { app } = fakeApp(bridge);
	const told = () =>
		calls.filter(([method]) => method === 'messages.tell').map(([, who, , text]) => [who, text]);
	return { app, homeserver, told };
}

describe('a message that is end-to-end encrypted in Rocket.Chat', () => {
	it('is not sent, and its writer is told once, until they write a plain one again', async () => {
		const { app, homeserver, told } = await setUp();
		await relayMessage(app, ciphertext('1'));
		await relayMessage(app, ciphertext('2'));
		expect(homeserver.readable()).to.deep.equal([]);
		expect(told()).to.have.length(1);
		expect(told()[0]?.[0]).to.equal('uid-alice');
		expect(told()[0]?.[1]).to.match(
			/^Your message was \*\*not\*\* delivered to Matrix: .* Switch off the encryption/,
		);
		await relayMessage(app, message('3'));
		await relayMessage(app, ciphertext('4'));
		expect(homeserver.readable()).to.deep.equal(['hello']);
		expect(told()).to.have.length(2);
	});

	it('is not sent as an edit either', async () => {
		const { app, homeserver, told } = await setUp();
		await relayMessage(app, message('1'));
		await relayEdit(app, ciphertext('1', { editor: account, editedAt: new Date() }));
		expect(homeserver.readable()).to.deep.equal(['hello']);
		expect(told()).to.have.length(1);
	});

	it('gets reactions in this workspace only', async () => {
		const { app, homeserver, told } = await setUp();
		const reaction = { message: ciphertext('1'), user: account, reaction: ':tada:', isReacted: true };
		await relayReaction(app, reaction);
		expect([homeserver.readable(), told()]).to.deep.equal([[], []]);
	});

	it('is recognised on servers whose converter does not know the type of messages', () => {
		expect(isCiphertext({ _unmappedProperties_: { t: 'e2e' } })).to.equal(true);
		expect(isCiphertext({})).to.equal(false);
	});
});

describe('a direct message that Rocket.Chat encrypts', () => {
	const encrypted = { id: 'rid', _unmappedProperties_: { encrypted: true } } as unknown as RocketChatRoom;
	const plain = { id: 'rid' } as unknown as RocketChatRoom;
	const opening: Answers = {
		'homeserver.profile': () => ({}),
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
		'homeserver.createRoom': () => roomId,
		'homeserver.state': () => [],
		'homeserver.leave': () => undefined,
		'people.ensureBotUserNamed': () => 'bot-bob',
		'rooms.ensureDirect': () => 'rid',
	};
	const open = async (answers: Answers, encryptsDirectMessages = false) => {
		const { bridge, calls } = fakeBridge({ ...opening, ...answers });
		const workspace = { ...bridge.workspace, encryptsDirectMessages };
		const code = await openDirectRoom({ ...bridge, workspace }, account, {
			external: [bob],
			local: [],
		}).then(
			() => 'opened',
			(error: unknown) => (error as { code: string }).code,
		);
		return { code, called: calls.map(([method]) => method) };
	};

	it('is refused before anybody is invited, if new ones are encrypted', async () => {
		const { code, called } = await open({ 'rooms.directOf': () => undefined }, true);
		expect(code).to.equal('direct-message-encrypted');
		expect(called).not.to.include('homeserver.createRoom');
	});

	it('is refused before anybody is invited, if the present one is encrypted', async () => {
		const { code, called } = await open({ 'rooms.directOf': () => encrypted });
		expect(code).to.equal('direct-message-encrypted');
		expect(called).not.to.include('homeserver.createRoom');
	});

	it('is refused, and its Matrix room left, if it came out encrypted', async () => {
		let isMade = false;
		const { code, called } = await open({
			'rooms.directOf': () => (isMade ? encrypted : undefined),
			'rooms.ensureDirect': () => {
				isMade = true;
				return 'rid';
			},
		});
		expect(code).to.equal('direct-message-encrypted');
		expect(called).to.include('homeserver.leave').and.not.to.include('rooms.mark');
	});

	for (const [what, found, encryptsDirectMessages] of [
		['the present one is encrypted', encrypted, false],
		['a new one would be encrypted', undefined, true],
	] as const) {
		it(`is declined when somebody on Matrix starts it and ${what}`, async () => {
			const { bridge, calls } = fakeBridge({
				...opening,
				'people.byId': () => undefined,
				'people.byUsername': () => account,
				'rooms.directOf': () => found,
			});
			const workspace = { ...bridge.workspace, encryptsDirectMessages };
			const content = { membership: 'invite', is_direct: true };
			await relayToRocketChat(
				{ ...bridge, workspace },
				eventOf('m.room.member', content, { stateKey: alice }),
			);
			expect(calls.at(-1)).to.deep.equal([
				'homeserver.leave',
				alice,
				roomId,
				'This person uses Rocket.Chat. Direct messages there are end-to-end encrypted, so messages from Matrix cannot be delivered. An administrator there can change this.',
			]);
		});
	}

	it('is accepted if it is not encrypted, whatever new ones are', async () => {
		const { bridge, calls } = fakeBridge({
			...opening,
			'people.byId': () => account,
			'people.byUsername': () => account,
			'people.bot': () => ({ id: 'bot', username: 'federation.bot' }),
			'messages.putCard': () => undefined,
			'rooms.directOf': () => plain,
			'rooms.mark': () => undefined,
			'homeserver.join': () => undefined,
			'homeserver.latest': () => [],
		});
		const workspace = { ...bridge.workspace, encryptsDirectMessages: true };
		const content = { membership: 'invite', is_direct: true };
		await relayToRocketChat(
			{ ...bridge, workspace },
			eventOf('m.room.member', content, { stateKey: alice }),
		);
		expect(calls.map(([method]) => method)).to.include('rooms.mark');
	});
});
