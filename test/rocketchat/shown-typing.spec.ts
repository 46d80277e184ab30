import { expect } from 'chai';
import type { RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { ShownTyping, type Typist } from '../../src/rocketchat/shown-typing';
import { mockTimers, settled } from '../support/mock-timers';

const room = '!room:example.org';
const typist = (name: string): Typist => ({
	roomId: 'rid' as RocketChatRoomId,
	userId: `id-${name}` as RocketChatUserId,
	name,
});

describe('shown typing', () => {
	const time = mockTimers();
	let said: string[];
	let mayStay: boolean;
	let failures: unknown[];
	let typing: ShownTyping;

	beforeEach(() => {
		[said, mayStay, failures] = [[], true, []];
		typing = new ShownTyping({
			begin: async (_roomId, name) => {
				said.push(`${name} types`);
				return async () => void said.push(`${name} stops`);
			},
			mayStay: () => mayStay,
			onFailure: (error) => failures.push(error),
		});
	});

	/** A list of the homeserver. */
	const list = async (...names: string[]) => {
		await typing.replace(room, async () => names.map(typist));
		await settled();
	};
	const saidSince = () => said.splice(0);

	it('shows who is in the list, and hides who is in the next one no more', async () => {
		await list('bob', 'carl');
		expect(saidSince()).to.deep.equal(['bob types', 'carl types']);
		await list('carl');
		expect(saidSince()).to.deep.equal(['bob stops']);
		await list();
		expect(saidSince()).to.deep.equal(['carl stops']);
	});

	it('makes no call for a list that is the same, and none for an empty one', async () => {
		await list();
		await list('bob');
		await list('bob');
		expect(saidSince()).to.deep.equal(['bob types']);
	});

	it('shows a person again before clients of Rocket.Chat hide them, after 15 s', async () => {
		await list('bob');
		await time.pass(14_000);
		expect(saidSince()).to.deep.equal(['bob types', 'bob types']);
		await list();
		await time.pass(60_000);
		expect(saidSince()).to.deep.equal(['bob stops']);
	});

	it('hides a person who sends something, and only in that room', async () => {
		await list('bob', 'carl');
		saidSince();
		typing.end('!other:example.org', typist('bob').userId);
		typing.end(room, typist('bob').userId);
		typing.end(room, typist('bob').userId);
		await settled();
		expect(saidSince()).to.deep.equal(['bob stops']);
	});

	it('hides a person of whom no list says more, as after a crash of the homeserver', async () => {
		await list('bob');
		for (let second = 0; second < 130; second += 1) {
			await time.pass(1_000);
		}
		expect(saidSince().at(-1)).to.equal('bob stops');
		await time.pass(60_000);
		expect(saidSince()).to.deep.equal([]);
	});

	it('goes on to show a person whom later lists name again', async () => {
		await list('bob');
		for (let second = 0; second < 200; second += 1) {
			await time.pass(1_000);
			if (second % 60 === 0) {
				await list('bob');
			}
		}
		expect(saidSince()).not.to.include('bob stops');
	});

	it('hides everybody soon when the homeserver is away', async () => {
		await list('bob');
		saidSince();
		mayStay = false;
		await time.pass(8_000);
		expect(saidSince()).to.deep.equal(['bob stops']);
	});

	it('takes no list that is found after a later one', async () => {
		let found: (typists: Typist[]) => void = () => undefined;
		const slow = typing.replace(room, () => new Promise<Typist[]>((resolve) => (found = resolve)));
		await list('carl');
		found([typist('bob')]);
		await slow;
		await settled();
		expect(saidSince()).to.deep.equal(['carl types']);
	});

	it('reports a failure, and tries the next list', async () => {
		const broken = new ShownTyping({
			begin: async () => {
				throw new Error('the host is away');
			},
			mayStay: () => true,
			onFailure: (error) => failures.push(error),
		});
		await broken.replace(room, async () => [typist('bob')]);
		await broken.replace(room, async () => []);
		await settled();
		expect(failures).to.have.length(1);
	});
});
