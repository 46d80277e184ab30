import { expect } from 'chai';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId } from '../../../src/matrix/ids';
import type { Tier } from '../../../src/plan/features';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { rocketChatText } from '../../../src/to-rocketchat/messages/text';
import type { Answers } from '../../support/fake-bridge';
import { planOn } from '../../support/fake-plan';
import { alice, bob, dan, linkedRoom } from '../../support/matrix-room';

const pill = (id: string, label: string) => `<a href="https://matrix.to/#/${id}">${label}</a>`;
const html = (formatted_body: string) => ({
	msgtype: 'm.text',
	body: 'plain',
	format: 'org.matrix.custom.html',
	formatted_body,
});

async function workspace(tier: Tier = 'enterprise') {
	const { bridge, calls } = await linkedRoom({
		'people.byId': (id: string) =>
			({
				'uid-alice': { id, username: 'alice', name: 'Alice Smith', type: 'user', isEnabled: true },
				'bot-dan': { id, username: 'dan:far.example', name: 'Dan Jones', type: 'bot' },
				'bot-bob': { id, username: 'bob:far.example', name: 'Bob Brown', type: 'bot' },
			})[id],
		'people.byUsername': () => undefined,
	});
	const onPlan: ConfiguredBridge = { ...bridge, plan: planOn(tier) };
	return { bridge: onPlan, calls };
}

describe('rocketChatText', () => {
	it('mentions local users', async () => {
		const { bridge, calls } = await workspace();
		const text = await rocketChatText(bridge, html(`${pill(alice, 'Alice Smith')}: hello`), bob);
		expect(text).to.equal('@alice: hello');
		expect(calls).to.deep.equal([['people.byId', 'uid-alice']]);
	});

	it('mentions those whom the message names without a pill, and no other', async () => {
		const { bridge } = await workspace();
		const named = { msgtype: 'm.text', body: 'hello', 'm.mentions': { user_ids: [alice, dan] } };
		expect(await rocketChatText(bridge, named, bob)).to.equal('@alice hello');
		const unnamed = { ...html(`${pill(alice, 'Alice Smith')}: hello`), 'm.mentions': {} };
		expect(await rocketChatText(bridge, unnamed, bob)).to.match(/^@\u2060alice: hello/);
	});

	it('has the name of a per-message profile in front', async () => {
		const { bridge } = await workspace();
		const profile = { 'com.beeper.per_message_profile': { id: 'cat', displayname: 'Cat_C_' } };
		const text = { msgtype: 'm.text', body: '- hi', ...profile };
		expect(await rocketChatText(bridge, text, bob)).to.equal('Cat_C_: - hi');
		const formatted = { ...html('<p>hi</p>'), ...profile };
		expect(await rocketChatText(bridge, formatted, bob)).to.equal('*Cat_C_:\u2060* hi');
	});

	it('writes the usernames of local users without a mention if the plan has none', async () => {
		const { bridge } = await workspace('community');
		const text = await rocketChatText(bridge, html(pill(alice, 'Alice Smith')), bob);
		expect(text).to.equal('@\u2060alice');
	});

	const others: readonly [who: string, id: string, label: string, text: string][] = [
		['who has a bot user by the name of the bot user', dan, 'forged', 'Dan Jones'],
		['whom nobody knows by the label', '@eve:far.example', 'Eve', 'Eve'],
		['whose id has no server by the label', '@eve', 'Eve', 'Eve'],
		['of the namespace who is nobody by the label', '@rc_gone:example.org', 'Gone', 'Gone'],
	];
	for (const [who, id, label, named] of others) {
		it(`names ${who}`, async () => {
			const { bridge } = await workspace();
			expect(await rocketChatText(bridge, html(pill(id, label)), bob)).to.equal(named);
		});
	}

	it('looks up no user for plain text', async () => {
		const { bridge, calls } = await workspace();
		expect(await rocketChatText(bridge, { msgtype: 'm.text', body: 'hello' }, bob)).to.equal('hello');
		expect(calls).to.deep.equal([]);
	});

	it('looks up fifty users at most, and names the rest by their labels', async () => {
		const { bridge, calls } = await workspace();
		const pills = Array.from({ length: 60 }, (_, index) =>
			pill(`@rc_p${index}:example.org`, `p${index}`),
		);
		const text = await rocketChatText(bridge, html(pills.join(' ')), bob);
		expect(calls).to.have.length(50);
		expect(text).to.match(/^p0 p1 .* p59$/);
	});

	it('begins an emote with the name of the bot user', async () => {
		const { bridge } = await workspace();
		const text = await rocketChatText(bridge, { msgtype: 'm.emote', body: 'waves' }, bob);
		expect(text).to.equal('_Bob Brown waves_');
	});

	it('begins an emote with the name that the person has now', async () => {
		const { bridge } = await workspace();
		for (const link of await bridge.store.users.allByMatrixId(bob)) {
			await bridge.store.users.change({ ...link, alias: 'Bobby' });
		}
		const text = await rocketChatText(bridge, { msgtype: 'm.emote', body: 'waves' }, bob);
		expect(text).to.equal('_Bobby waves_');
	});

	it('begins an emote with the localpart if there is no bot user yet', async () => {
		const { bridge } = await workspace();
		const eve = '@eve:far.example' as typeof bob;
		const text = await rocketChatText(bridge, { msgtype: 'm.emote', body: 'waves' }, eve);
		expect(text).to.equal('_eve waves_');
	});

	it('describes a voice message', async () => {
		const { bridge } = await workspace();
		const voice = { msgtype: 'm.audio', body: 'x.ogg', info: { duration: 61_000 }, 'm.voice': {} };
		expect(await rocketChatText(bridge, voice, bob)).to.equal('Voice message (1:01)');
	});

	it('returns undefined if there is nothing to show', async () => {
		const { bridge } = await workspace();
		expect(await rocketChatText(bridge, {}, bob)).to.equal(undefined);
	});
});

describe('a room that a message names', () => {
	const lobby = '!lobby:far.example' as RoomId;

	/** @param type of the room here: `c` a channel, `p` a group */
	async function written(id: string, type: string, more: Answers = {}): Promise<string | undefined> {
		const { bridge } = await linkedRoom({
			'rooms.byId': () => ({ id: 'lobby-rid', type, slugifiedName: 'lobby' }),
			'homeserver.lookUpAlias': (alias: string) =>
				alias === '#lobby:far.example' ? { roomId: lobby, servers: [] } : undefined,
			...more,
		});
		const rocketChatId = 'lobby-rid' as RocketChatRoomId;
		await bridge.store.rooms.add({ matrixId: lobby, rocketChatId, kind: 'room' });
		return rocketChatText(bridge, html(pill(id, 'The Lobby')), bob);
	}

	for (const id of [lobby, '#lobby:far.example']) {
		it(`by ${id} is its channel here`, async () => {
			expect(await written(id, 'c')).to.equal('#lobby');
		});
	}

	it('stays a link if it is a group here, whose name not everybody may know', async () => {
		expect(await written(lobby, 'p')).to.match(/^\[The Lobby\]\(https:/);
	});

	it('stays a link if nobody here is in it, or its server does not answer', async () => {
		const link = /^\[The Lobby\]\(https:/;
		expect(await written('!other:far.example', 'c')).to.match(link);
		expect(await written('#other:far.example', 'c')).to.match(link);
		const fail = () => {
			throw new HomeserverError('TIMEOUT', undefined, 'no answer');
		};
		expect(await written('#lobby:far.example', 'c', { 'homeserver.lookUpAlias': fail })).to.match(link);
	});
});
