import type { RocketChatMessage } from '../../../src/rocketchat/entities';
import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId } from '../../../src/matrix/ids';
import { convertText } from '../../support/converted-text';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { planOn } from '../../support/fake-plan';
import { loggedBy } from '../../support/logged';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';

const roomId = '!room:example.org' as RoomId;
const says = (text: string, more: object = {}) =>
	({
		id: 'mid',
		text,
		sender: { id: 'uid', username: 'alice', type: 'user' },
		room: { id: 'rid' },
		...more,
	}) as unknown as RocketChatMessage;
const carol = { id: 'cid', username: 'carol', name: 'Carol Jones', type: 'user', isEnabled: true };
/** A colleague who is in no room of this file. */
const dave = { id: 'did', username: 'dave', name: 'Dave', type: 'user', isEnabled: true };
const bob = { id: 'bid', username: 'bob:far.example', name: 'Bob', type: 'bot' };

describe('mentions in a message to Matrix', () => {
	const registering: Answers = {
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
	};

	it('notify local and external users', async () => {
		const { bridge } = fakeBridge({
			...registering,
			'people.byUsername': (name: string) => [carol, bob].find(({ username }) => username === name),
		});
		const {
			parts: [text],
			refusal,
		} = await convertText(bridge, says('@carol @bob:far.example @eve:far.example @nobody'), roomId);
		expect(text).to.deep.equal({
			msgtype: 'm.text',
			body: 'Carol Jones Bob eve:far.example @nobody',
			format: 'org.matrix.custom.html',
			formatted_body:
				'<a href="https://matrix.to/#/@rc_carol:example.org">Carol Jones</a> <a href="https://matrix.to/#/@bob:far.example">Bob</a> <a href="https://matrix.to/#/@eve:far.example">eve:far.example</a> @nobody',
			'm.mentions': {
				user_ids: ['@rc_carol:example.org', '@bob:far.example', '@eve:far.example'],
			},
		});
		expect(refusal).to.equal(undefined);
	});

	describe('if the plan has no mentions', () => {
		const belowPlan = () =>
			fakeBridge(
				{
					'people.byUsername': (name: string) =>
						[carol, dave].find(({ username }) => username === name),
					'rooms.members': () => [{ id: 'uid' }, carol],
				},
				planOn('community'),
			);
		const table: readonly [text: string, refusal: string | undefined][] = [
			['@carol', 'refused_mention'],
			['@all', 'refused_mention'],
			['@bob:far.example', 'refused_mention'],
			['@dave @bob:far.example', 'refused_mention'],
			['@dave @carol', 'refused_mention'],
			['@dave', undefined],
			['@here', undefined],
			['npm i @types/node', undefined],
			['see you @5pm.', undefined],
		];
		for (const [text, refused] of table) {
			it(`leave “${text}” as text and ${refused ? 'return the refusal' : 'return no refusal'}`, async () => {
				const { bridge, calls } = belowPlan();
				const { parts, refusal } = await convertText(bridge, says(text), roomId);
				expect(parts).to.deep.equal([{ msgtype: 'm.text', body: text, 'm.mentions': {} }]);
				expect(refusal?.text).to.equal(refused);
				const lookups = ['people.byUsername', 'rooms.members'];
				expect(calls.filter(([method]) => !lookups.includes(method))).to.deep.equal([]);
			});
		}
	});

	describe('of a user who cannot be mentioned', () => {
		const known: Answers = {
			'people.byUsername': (name: string) => (name === 'carol' ? carol : undefined),
		};
		const plain = (body: string) => [{ msgtype: 'm.text', body, 'm.mentions': {} }];

		it('become text if the homeserver registers no ghost', async () => {
			const { bridge } = fakeBridge({
				...known,
				'homeserver.register': () => {
					throw new HomeserverError('M_EXCLUSIVE', 400, 'not in the namespace');
				},
			});
			const { parts, refusal } = await convertText(bridge, says('hi @carol'), roomId);
			expect([parts, refusal]).to.deep.equal([plain('hi @carol'), undefined]);
			expect(loggedBy(bridge.log)).to.deep.equal([
				[
					'error',
					{
						msg: 'a mentioned user got no ghost',
						code: 'names-not-reserved',
						userId: 'cid',
						cause: 'HomeserverError: M_EXCLUSIVE (400): not in the namespace',
					},
				],
			]);
		});

		it('become text if the user is deactivated', async () => {
			const { bridge } = fakeBridge({
				...registering,
				'people.byUsername': () => ({ ...carol, isEnabled: false }),
			});
			expect((await convertText(bridge, says('hi @carol'), roomId)).parts).to.deep.equal(
				plain('hi @carol'),
			);
		});

		it('shows no name that a local user has given themselves under an external id', async () => {
			const { bridge } = fakeBridge({
				'people.byUsername': (username: string) => ({
					...carol,
					username,
					name: 'Forged',
					isEnabled: false,
				}),
			});
			const { parts } = await convertText(bridge, says('hi @eve:far.example'), roomId);
			expect(parts[0]?.body).to.equal('hi eve:far.example');
		});

		it('has a Matrix id that a sentence ends with without its dot', async () => {
			const { bridge } = fakeBridge({ 'people.byUsername': () => undefined });
			const { parts } = await convertText(bridge, says('ask @eve:far.example.'), roomId);
			expect(parts[0]?.formatted_body).to.equal(
				'ask <a href="https://matrix.to/#/@eve:far.example">eve:far.example</a>.',
			);
		});

		it('are limited to fifty, and only fifty names are looked up', async () => {
			const { bridge, calls } = fakeBridge({ 'people.byUsername': () => undefined });
			const names = Array.from({ length: 60 }, (_, index) => `@p${index}:far.example`);
			const { parts } = await convertText(bridge, says(names.join(' ')), roomId);
			expect(parts[0]?.['m.mentions'].user_ids).to.deep.equal(names.slice(0, 50));
			expect(parts[0]?.body).to.include('p49:far.example @p50:far.example');
			expect(calls).to.have.length(50);
		});
	});

	describe('of @all', () => {
		const levels = (users: object) => (_as: string, _room: string, type: string) =>
			type === 'm.room.power_levels'
				? { type, state_key: '', sender: '@x:y', content: { users } }
				: undefined;
		const ghost = '@rc_alice:example.org';

		it('notify the room if the sender has the power', async () => {
			const { bridge, calls } = fakeBridge({
				...registering,
				'homeserver.stateEvent': levels({ [ghost]: 50 }),
			});
			const { parts } = await convertText(bridge, says('look @all'), roomId);
			expect(parts).to.deep.equal([
				{ msgtype: 'm.text', body: 'look @room', 'm.mentions': { room: true } },
			]);
			expect(calls.slice(-2)).to.deep.equal([
				['homeserver.stateEvent', ghost, roomId, 'm.room.create'],
				['homeserver.stateEvent', ghost, roomId, 'm.room.power_levels'],
			]);
		});

		it('notify nobody if the sender lacks the power', async () => {
			const { bridge } = fakeBridge({
				...registering,
				'homeserver.stateEvent': levels({ [ghost]: 49 }),
			});
			const { parts } = await convertText(bridge, says('look @all'), roomId);
			expect(parts).to.deep.equal([{ msgtype: 'm.text', body: 'look @all', 'm.mentions': {} }]);
		});

		it('notify nobody if the power cannot be read', async () => {
			const { bridge } = fakeBridge({
				...registering,
				'homeserver.stateEvent': () => {
					throw new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
				},
			});
			const { parts } = await convertText(bridge, says('look @all'), roomId);
			expect(parts).to.deep.equal([{ msgtype: 'm.text', body: 'look @all', 'm.mentions': {} }]);
			expect(loggedBy(bridge.log)).to.deep.equal([
				[
					'warn',
					{
						msg: 'could not read who may mention the whole room',
						code: 'homeserver-slow',
						roomId,
						cause: 'HomeserverError: TIMED_OUT: no answer in time',
					},
				],
			]);
		});
	});

	it('of federated channels become links, and other channels stay text', async () => {
		const rooms = ['news', 'private'];
		const { bridge, calls } = fakeBridge({
			'rooms.channelNamed': (name: string) => (rooms.includes(name) ? { id: `${name} id` } : undefined),
		});
		await bridge.store.rooms.add({
			matrixId: '!n:example.org' as RoomId,
			rocketChatId: 'news id' as RocketChatRoomId,
		});
		const { parts } = await convertText(bridge, says('#news #private #1'), roomId);
		expect(parts).to.deep.equal([
			{
				msgtype: 'm.text',
				body: '#news #private #1',
				format: 'org.matrix.custom.html',
				formatted_body: '<a href="https://matrix.to/#/!n:example.org">#news</a> #private #1',
				'm.mentions': {},
			},
		]);
		expect(calls.map(([, name]) => name)).to.deep.equal(['news', 'private', '1']);
	});
});
