import { expect } from 'chai';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { RoomId, UserId } from '../../src/matrix/ids';
import { aliasOf } from '../../src/people/external-name';
import { checkSender, followExternalPerson } from '../../src/people/external-profile';
import { ensureGhost } from '../../src/people/ghost';
import type { RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { fakeBridge, type Answers } from '../support/fake-bridge';

const alice = { id: 'uid-alice' as RocketChatUserId, username: 'alice', name: 'Alice' };
const ghostId = '@rc_alice:example.org' as UserId;
const bob = '@bob:far.example' as UserId;
const roomId = '!room:example.org' as RoomId;

describe('the name of a ghost', () => {
	const workspace = (answers: Answers = {}) => {
		const fake = fakeBridge({
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
			...answers,
		});
		const names = () =>
			fake.calls.filter(([method]) => method === 'homeserver.setDisplayName').map((call) => call[2]);
		return { ...fake, names };
	};

	it('follows that of the local user, and is written once', async () => {
		const { bridge, names } = workspace();
		for (const name of ['Alice', 'Alice', 'Alice B.', 'Alice B.', 'Alice']) {
			await ensureGhost(bridge, { ...alice, name });
		}
		expect(names()).to.deep.equal(['Alice', 'Alice B.', 'Alice']);
	});

	it('is the username once the local user has no name', async () => {
		const { bridge, names } = workspace();
		await ensureGhost(bridge, alice);
		await ensureGhost(bridge, { ...alice, name: '' });
		expect(names()).to.deep.equal(['Alice', 'alice']);
	});

	it('is written once for messages that come at the same time', async () => {
		const { bridge, names } = workspace();
		await ensureGhost(bridge, alice);
		const renamed = { ...alice, name: 'Alice B.' };
		await Promise.all([ensureGhost(bridge, renamed), ensureGhost(bridge, renamed)]);
		expect(names()).to.deep.equal(['Alice', 'Alice B.']);
	});

	it('stays if an object of the host lacks the name', async () => {
		const { bridge, names } = workspace();
		await ensureGhost(bridge, alice);
		await ensureGhost(bridge, { id: alice.id, username: 'alice' } as typeof alice);
		expect(names()).to.deep.equal(['Alice']);
	});

	for (const [what, displayname, written] of [
		['is written if it differs from the profile', 'Old', ['Alice']],
		['is not written if the profile has it', 'Alice', []],
	] as const) {
		it(`of an older link ${what}`, async () => {
			const { bridge, names } = workspace({ 'homeserver.profile': () => ({ displayname }) });
			await bridge.store.users.add({ matrixId: ghostId, rocketChatId: alice.id });
			await ensureGhost(bridge, alice);
			await ensureGhost(bridge, alice);
			expect(names()).to.deep.equal(written);
		});
	}

	it('that cannot be written now does not keep the message back, and is written later', async () => {
		let isAway = false;
		const { bridge, names } = workspace({
			'homeserver.setDisplayName': () => {
				if (isAway) {
					throw new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
				}
			},
		});
		await ensureGhost(bridge, alice);
		isAway = true;
		expect(await ensureGhost(bridge, { ...alice, name: 'New' })).to.equal(ghostId);
		isAway = false;
		await ensureGhost(bridge, { ...alice, name: 'New' });
		await ensureGhost(bridge, { ...alice, name: 'New' });
		expect(names()).to.deep.equal(['Alice', 'New', 'New']);
	});
});

describe('the name of an external person', () => {
	/** @param profile the name in the profile; undefined if the homeserver cannot read it */
	async function known(profile: string | undefined, more: Answers = {}) {
		const fake = fakeBridge({
			'people.byId': () => ({ id: 'bot-bob', username: 'bob:far.example', name: 'Bob', type: 'bot' }),
			'people.distinctName': (name: string) => name,
			'homeserver.profile': () => {
				if (profile === undefined) {
					throw new HomeserverError('M_FORBIDDEN', 403, 'no profiles');
				}
				return { displayname: profile };
			},
			...more,
		});
		await fake.bridge.store.users.add({ matrixId: bob, rocketChatId: 'bot-bob' as RocketChatUserId });
		return fake;
	}

	it('follows a change, and back', async () => {
		let displayname = 'Bobby';
		const { bridge } = await known('', { 'homeserver.profile': () => ({ displayname }) });
		await followExternalPerson(bridge, bob, { displayname: 'Bobby' });
		expect(await aliasOf(bridge, bob)).to.equal('Bobby');
		displayname = 'Bob';
		await followExternalPerson(bridge, bob, { displayname: 'Bob' });
		expect(await aliasOf(bridge, bob)).to.equal(undefined);
	});

	it('is cleaned, and has the id beside it if it copies the name of a colleague', async () => {
		const { bridge } = await known('Al\u202eice', {
			'people.distinctName': (name: string, id: string) =>
				name === 'Alice' ? `${name} (${id})` : name,
		});
		await followExternalPerson(bridge, bob, { displayname: 'Al\u202eice' });
		expect(await aliasOf(bridge, bob)).to.equal(`Alice (${bob})`);
	});

	it('is the localpart once the person has none', async () => {
		const { bridge } = await known('');
		await followExternalPerson(bridge, bob, { displayname: undefined });
		expect(await aliasOf(bridge, bob)).to.equal('bob');
	});

	it('does not follow a name for one room only', async () => {
		const { bridge } = await known('Bob');
		await followExternalPerson(bridge, bob, { displayname: 'Boss' });
		expect(await aliasOf(bridge, bob)).to.equal(undefined);
	});

	it('is that in the room if the profile cannot be read', async () => {
		const { bridge } = await known(undefined);
		await followExternalPerson(bridge, bob, { displayname: 'Bobby' });
		expect(await aliasOf(bridge, bob)).to.equal('Bobby');
	});

	it('costs no request if the room has the known one', async () => {
		const { bridge, calls } = await known('Other');
		await followExternalPerson(bridge, bob, { displayname: 'Bob' });
		expect(calls.map(([method]) => method)).to.deep.equal(['people.byId']);
	});

	it('of a stranger changes nothing', async () => {
		const { bridge, calls } = await known('Other');
		await followExternalPerson(bridge, '@eve:far.example' as UserId, { displayname: 'Eve' });
		expect(calls).to.deep.equal([]);
	});

	it('is checked at the first message since the start of the app', async () => {
		const { bridge, calls } = await known('Bobby', {
			'homeserver.member': () => ({ displayname: 'Bobby' }),
		});
		await bridge.store.rooms.add({
			matrixId: roomId,
			rocketChatId: 'rid' as RocketChatRoomId,
			ghostId,
		});
		await checkSender(bridge, { sender: bob, roomId, isNew: true });
		await checkSender(bridge, { sender: bob, roomId, isNew: true });
		expect(calls).to.deep.equal([
			['homeserver.member', ghostId, roomId, bob],
			['people.byId', 'bot-bob'],
			['people.distinctName', 'Bobby', bob],
			['homeserver.profile', bob],
			['people.distinctName', 'Bobby', bob],
		]);
		expect(await aliasOf(bridge, bob)).to.equal('Bobby');
	});
});
