import { expect } from 'chai';
import type { BotUserStatus } from '../../src/convert/presence';
import type { RocketChatUser } from '../../src/rocketchat/entities';
import type { RocketChatUserId } from '../../src/rocketchat/ids';
import { ShownPresence } from '../../src/rocketchat/shown-presence';
import { settled } from '../support/mock-timers';

const bob = '@bob:far.example';
const carol = '@carol:far.example';

describe('shown presence', () => {
	let users: Map<string, { status: string; statusText?: string }>;
	let calls: string[];
	let failures: unknown[];
	let is: { alone: boolean; keptByServer: boolean };
	let refuse: Error | undefined;
	let shown: ShownPresence;

	beforeEach(() => {
		users = new Map([
			[bob, { status: 'online' }],
			[carol, { status: 'online' }],
		]);
		calls = [];
		failures = [];
		is = { alone: true, keptByServer: true };
		refuse = undefined;
		shown = new ShownPresence({
			people: {
				byId: async (id) => {
					calls.push('read');
					const user = users.get(id);
					return user && ({ id, ...user } as unknown as RocketChatUser);
				},
				setStatus: async ({ id }, { status, text }) => {
					if (refuse) {
						throw refuse;
					}
					calls.push(`set ${status} ${text}`.trim());
					users.set(id, { status: is.keptByServer ? status : 'offline', statusText: text });
				},
				setStatusText: async ({ id }, text) => {
					calls.push(`text ${text}`.trim());
					users.set(id, { status: 'offline', ...users.get(id), statusText: text });
				},
			},
			mayRemember: () => is.alone,
			onFailure: (error) => failures.push(error),
		});
	});

	const noteSoon = (matrixId: string, status: BotUserStatus['status'], text = '') =>
		shown.note(matrixId, { status, text }, async () =>
			users.has(matrixId) ? (matrixId as RocketChatUserId) : undefined,
		);
	const note = async (status: BotUserStatus['status'], text = '', userId = bob) => {
		noteSoon(userId, status, text);
		await settled();
	};
	const writes = () => calls.splice(0).filter((call) => call !== 'read');

	it('is written when it differs', async () => {
		await note('away', 'In a meeting');
		await note('away', 'In the garden');
		await note('online');
		expect(writes()).to.deep.equal(['set away In a meeting', 'set away In the garden', 'set online']);
	});

	it('costs no call if it is what was shown last', async () => {
		await note('away');
		calls = [];
		await note('away');
		expect(calls).to.deep.equal([]);
	});

	it('is not written if the user has it already', async () => {
		await note('online');
		expect(calls).to.deep.equal(['read']);
	});

	it('is compared with the user where another instance may have changed it', async () => {
		is.alone = false;
		await note('away');
		users.set(bob, { status: 'offline', statusText: '' });
		await note('away');
		expect(writes()).to.deep.equal(['set away', 'set away']);
	});

	it('is not written for a person without a bot user', async () => {
		await note('away', '', '@new:far.example');
		expect(calls).to.deep.equal([]);
	});

	it('is written once for changes that come faster than they can be shown, and the last one stays', async () => {
		noteSoon(bob, 'away');
		noteSoon(carol, 'away');
		noteSoon(bob, 'offline');
		noteSoon(bob, 'offline', 'Good night');
		await settled();
		expect(users.get(bob)).to.deep.equal({ status: 'offline', statusText: 'Good night' });
		expect(writes()).to.deep.equal(['set away', 'set away', 'set offline Good night']);
	});

	it('goes on after a refusal, which is tried again with the next change only', async () => {
		refuse = new Error('error-presence-disabled');
		await note('away');
		refuse = undefined;
		await note('away', '', carol);
		await note('away');
		expect([failures.length, writes()]).to.deep.equal([1, ['set away', 'set away']]);
	});

	it('is the text only where Rocket.Chat shows bot users as offline, whatever is set', async () => {
		is.keptByServer = false;
		await note('away', 'In a meeting');
		expect([shown.isTextOnly, writes()]).to.deep.equal([true, ['set away In a meeting']]);
		await note('offline', 'Good night', carol);
		await note('online', 'Good night', carol);
		expect(writes()).to.deep.equal(['text Good night']);
		expect(users.get(carol)).to.deep.equal({ status: 'online', statusText: 'Good night' });
	});

	it('is taken back when presence is switched off, of those of whom it was shown', async () => {
		users.set(carol, { status: 'away' });
		shown.note(bob, { status: 'away', text: 'at lunch' }, async () => bob as RocketChatUserId);
		await settled();
		calls.length = 0;
		shown.reset();
		await settled();
		expect(calls.filter((call) => call !== 'read')).to.deep.equal(['set online']);
		expect([users.get(bob), users.get(carol)]).to.deep.equal([
			{ status: 'online', statusText: '' },
			{ status: 'away' },
		]);
	});
});
