import { expect } from 'chai';
import { dropParked, retryParked, selectParked } from '../../src/admin/parked';
import { parkedReport, parkedStatus, retryReport } from '../../src/admin/parked-report';
import type { AppContext } from '../../src/app-context';
import { FederationError } from '../../src/errors';
import { textsFor } from '../../src/i18n';
import { Log } from '../../src/log';
import type { RoomEvent } from '../../src/matrix/events';
import type { EventId, RoomId } from '../../src/matrix/ids';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { parkedIdOf, type ParkedChange, type ParkedItem } from '../../src/store/parked-events';
import { Store } from '../../src/store/store';
import { atTime } from '../support/at-time';
import { bob, eventOf, roomId } from '../support/matrix-room';
import { loggedBy } from '../support/logged';
import { memoryPersistence } from '../support/memory-persistence';

const DAY = 86_400_000;
const text = textsFor({}, { language: 'en' });

const fromMatrix = (
	id: string,
	at: number,
	reason = 'muted',
	change: Partial<RoomEvent> = {},
): ParkedItem => ({
	...{ id, at, direction: 'to-rocketchat', code: 'message-refused', reason },
	event: eventOf('m.room.message', { body: 'Hello' }, { eventId: id as EventId, ...change }),
});

const fromHere = (messageId: string, at: number, change: Partial<ParkedChange> = {}): ParkedItem => {
	const item: ParkedChange = {
		rocketChatRoomId: 'rid' as RocketChatRoomId,
		messageId: messageId as RocketChatMessageId,
		actorId: 'uid-alice' as RocketChatUserId,
		what: 'message',
		...change,
	};
	return { ...item, id: parkedIdOf(item), at, direction: 'to-matrix', code: 'partner-left' };
};

/** An app with these parked items. What is retried succeeds, unless `failures` has its id. */
async function appWith(items: readonly ParkedItem[], failures: Readonly<Record<string, Error>> = {}) {
	const store = new Store(memoryPersistence());
	for (const item of items) {
		await store.parked.add(item);
	}
	await store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
	const retried: string[] = [];
	const attempt = async (id: string) => {
		retried.push(id);
		if (failures[id]) {
			throw failures[id];
		}
	};
	const app = {
		store,
		log: new Log(),
		openStore: async () => undefined,
		requireBridge: async () => undefined,
		incoming: { transactions: { relayParked: ({ eventId }: RoomEvent) => attempt(eventId) } },
		retryOutgoing: ({ id }: ParkedItem) => attempt(id),
		people: { byId: async (id: string) => (id === 'uid-alice' ? { username: 'alice' } : undefined) },
		rooms: { nameOf: async (id: string) => (id === 'rid' ? 'alice, bob:far.example' : undefined) },
	} as unknown as AppContext;
	return { app, retried, left: async () => (await store.parked.all()).map(({ id }) => id) };
}

const codeOf = (work: Promise<unknown>) =>
	work.then(
		() => undefined,
		(error: unknown) => (error as FederationError).code,
	);

describe('choosing parked events', () => {
	const items = [
		fromMatrix('$a', 1),
		fromMatrix('$b', 2, 'archived'),
		fromHere('mid', 3),
		fromMatrix('$c', 4),
	];

	const choices: readonly [which: string, ids: readonly string[]][] = [
		['all', ['$a', '$b', 'message/mid', '$c']],
		['ALL', ['$a', '$b', 'message/mid', '$c']],
		['$b', ['$b']],
		['message/mid', ['message/mid']],
		['muted', ['$a', '$c']],
		['Muted', ['$a', '$c']],
		['message-refused', ['$a', '$b', '$c']],
		['partner-left', ['message/mid']],
	];
	for (const [which, ids] of choices) {
		it(`takes “${which}” for ${ids.length} of them`, async () => {
			const { app } = await appWith(items);
			expect((await selectParked(app, which)).map(({ id }) => id)).to.deep.equal(ids);
		});
	}

	it('fails for an id or reason that none of them has, and if nothing is parked', async () => {
		expect(await codeOf(selectParked((await appWith(items)).app, '$B'))).to.equal('parked-unknown');
		expect(await codeOf(selectParked((await appWith([])).app, 'all'))).to.equal('nothing-parked');
	});
});

describe('retrying parked events', () => {
	it('relays both directions and removes what is relayed', async () => {
		const items = [fromMatrix('$a', 1), fromHere('mid', 2)];
		const { app, retried, left } = await appWith(items);
		expect(await retryParked(app, items)).to.deep.equal({
			done: 2,
			failed: [],
			skipped: 0,
			unfinished: 0,
		});
		expect([retried, await left()]).to.deep.equal([['$a', 'message/mid'], []]);
	});

	it('keeps what fails again, with the new reason and the old age', async () => {
		const items = [fromMatrix('$a', 1), fromMatrix('$b', 2), fromMatrix('$c', 3)];
		const { app } = await appWith(items, {
			$a: new FederationError('message-refused', { reason: 'archived' }),
			$c: new FederationError('workspace-failing'),
		});
		const { done, failed } = await retryParked(app, items);
		expect([done, failed.map(({ id }) => id)]).to.deep.equal([1, ['$a', '$c']]);
		expect(
			(await app.store.parked.all()).map(({ id, at, code, reason }) => [id, at, code, reason]),
		).to.deep.equal([
			['$a', 1, 'message-refused', 'archived'],
			['$c', 3, 'workspace-failing', undefined],
		]);
	});

	it('tries no more of a room after an outage, and keeps the reasons of the rest', async () => {
		const elsewhere = { roomId: '!elsewhere:far.example' as RoomId };
		const items = [
			...[fromHere('a', 1), fromHere('b', 2), fromHere('c', 3)],
			...[fromMatrix('$d', 4), fromMatrix('$e', 5, 'muted', elsewhere)],
		];
		const { app, retried, left } = await appWith(items, {
			'message/b': new FederationError('homeserver-slow'),
			$d: new FederationError('message-refused', { reason: 'muted' }),
		});
		const { failed, ...counts } = await retryParked(app, items);
		expect(counts).to.deep.equal({ done: 2, skipped: 1, unfinished: 0 });
		expect(failed.map(({ id }) => id)).to.have.members(['message/b', '$d']);
		expect(retried).to.have.members(['message/a', 'message/b', '$d', '$e']);
		expect(await left()).to.deep.equal(['message/b', 'message/c', '$d']);
		expect((await app.store.parked.byId('message/c'))?.code).to.equal('partner-left');
	});

	it('calls an error of the host without a code of Rocket.Chat an outage of the workspace', async () => {
		const items = [fromHere('a', 1)];
		const { app } = await appWith(items, { 'message/a': new Error('connect ECONNREFUSED') });
		const { failed } = await retryParked(app, items);
		expect(failed.map(({ code }) => code)).to.deep.equal(['workspace-failing']);
	});

	it('leaves out what an administrator has dropped meanwhile', async () => {
		const items = [fromMatrix('$a', 1), fromMatrix('$b', 2)];
		const { app, retried } = await appWith(items);
		await app.store.parked.remove('$b');
		expect(await retryParked(app, items)).to.deep.equal({
			...{ done: 2, failed: [], skipped: 0, unfinished: 0 },
		});
		expect(retried).to.deep.equal(['$a']);
	});

	it('does not park again what an administrator drops while it is tried', async () => {
		const items = [fromMatrix('$a', 1)];
		const { app, left } = await appWith(items);
		const relayParked = async ({ eventId }: RoomEvent) => {
			await app.store.parked.remove(eventId);
			throw new FederationError('workspace-failing');
		};
		Object.assign(app, { incoming: { transactions: { relayParked } } });
		expect(await retryParked(app, items)).to.deep.equal({
			...{ done: 1, failed: [], skipped: 0, unfinished: 0 },
		});
		expect(await left()).to.deep.equal([]);
	});

	it('answers in time, and finishes afterwards', async () => {
		const elsewhere = { roomId: '!elsewhere:far.example' as RoomId };
		const items = [fromMatrix('$slow', 1), fromMatrix('$quick', 2, 'muted', elsewhere)];
		const { app, left } = await appWith(items);
		let release: () => void = () => undefined;
		const released = new Promise<void>((resolve) => (release = resolve));
		const relayParked = async ({ eventId }: RoomEvent) => (eventId === '$slow' ? released : undefined);
		Object.assign(app, { incoming: { transactions: { relayParked } } });
		expect(await retryParked(app, items, 1)).to.deep.equal({
			done: 1,
			failed: [],
			skipped: 0,
			unfinished: 1,
		});
		expect(await left()).to.deep.equal(['$slow']);
		release();
		while ((await left()).length > 0) {
			await new Promise((resolve) => setImmediate(resolve));
		}
	});

	it('says what was done, and why the rest failed', () => {
		const failed = [fromMatrix('$a', 1), fromMatrix('$b', 1, 'archived'), fromMatrix('$c', 1)];
		expect(retryReport({ done: 4, failed, skipped: 5, unfinished: 2 }, text).split('\n')).to.deep.equal([
			'Sent, or nothing left to send: 4.',
			'Failed again: 3.',
			'• 2 × `muted`: The person from Matrix is muted in the room in Rocket.\u2060Chat. Unmute them.',
			'• 1 × `archived`: The room in Rocket.\u2060Chat is archived. Unarchive it.',
			'Not tried, because of the outage that the one before met: 5.',
			'Still in progress: 2. `/federation parked` shows later what is left.',
		]);
		expect(retryReport({ done: 1, failed: [], skipped: 0, unfinished: 0 }, text)).to.equal(
			'Sent, or nothing left to send: 1.',
		);
	});
});

describe('dropping parked events', () => {
	it('removes them and leaves the others', async () => {
		const items = [fromMatrix('$a', 1), fromHere('mid', 2)];
		const { app, left } = await appWith(items);
		await dropParked(app, items.slice(0, 1), { id: 'uid-admin' });
		expect(loggedBy(app.log)).to.deep.equal([
			[
				'info',
				{
					msg: 'an administrator drops parked events',
					...{ by: 'uid-admin', count: 1, ids: '$a (message-refused)' },
				},
			],
		]);
		expect(await left()).to.deep.equal(['message/mid']);
	});
});

describe('the list of parked events', () => {
	const report = async (items: readonly ParkedItem[]) =>
		atTime(10 * DAY, async () => (await parkedReport((await appWith(items)).app, text)).split('\n'));
	const usage =
		'`/federation retry` and `/federation drop` take an id, a reason or `all`. Parked events are kept for 30 days, at most 1000 of them.';

	it('is by reason, with age, person, room and remedy', async () => {
		const unlinked = '!unlinked:far.example' as RoomId;
		const items = [
			fromMatrix('$a', 7 * DAY),
			fromMatrix('$b', 10 * DAY - 3 * 3_600_000),
			fromMatrix('$c', 10 * DAY - 5_000, 'unheard of', { roomId: unlinked, type: 'a b\n`c' }),
			fromHere('mid', 9 * DAY),
			fromHere('mid', 9.5 * DAY, { what: 'deletion', actorId: undefined }),
			fromHere('gone', 9.5 * DAY, {
				...{ what: 'reaction', shortcode: ':tada:' },
				...{ actorId: 'uid' as RocketChatUserId, rocketChatRoomId: 'gone' as RocketChatRoomId },
			}),
		];
		expect(await report(items)).to.deep.equal([
			'**Parked events: 6**',
			'**3 × `partner-left`** The person on Matrix is not in the direct message any more. Its members can open it again with `/federation dm`. `/federation retry partner-left` tries again.',
			'• `message/mid` to Matrix: by `alice` in `alice, bob:far.example`, parked 24 h ago',
			'• `deletion/mid` to Matrix: by `–` in `alice, bob:far.example`, parked 12 h ago',
			'• `reaction/gone/uid/:tada:` to Matrix: by `uid` in `gone`, parked 12 h ago',
			'**2 × `muted`** The person from Matrix is muted in the room in Rocket.\u2060Chat. Unmute them. `/federation retry muted` tries again.',
			`• \`$a\` to Rocket.\u2060Chat: \`m.room.message\` by \`${bob}\` in \`alice, bob:far.example\`, parked 3 d ago`,
			`• \`$b\` to Rocket.\u2060Chat: \`m.room.message\` by \`${bob}\` in \`alice, bob:far.example\`, parked 3 h ago`,
			"**1 × `unheard of`** Something unexpected went wrong. The app's log has the details. `/federation retry unheard of` tries again.",
			`• \`$c\` to Rocket.\u2060Chat: \`a b 'c\` by \`${bob}\` in \`!unlinked:far.example\`, parked 5 s ago`,
			usage,
		]);
	});

	it('counts those that do not fit', async () => {
		const reasons = ['muted', 'archived', 'encrypted', 'locked', 'prevented', 'other', 'too-long'];
		const items = reasons.flatMap((reason, index) =>
			Array.from({ length: 7 }, (_, at) => fromMatrix(`$${reason}.${at}`, index, reason)),
		);
		const lines = await report(items);
		expect(lines.filter((line) => line.startsWith('• '))).to.have.length(25);
		expect(lines.filter((line) => line.startsWith('**7 × '))).to.have.length(7);
		expect(lines.filter((line) => line === '… and 2 more')).to.have.length(5);
		expect(lines.filter((line) => line === '… and 7 more')).to.have.length(2);
	});

	it('is one sentence if nothing is parked', async () => {
		expect(await report([])).to.deep.equal(['Nothing is parked.']);
	});
});

describe('the status of parked events', () => {
	it('is the number by reason', async () => {
		const now = Date.now();
		const { app } = await appWith([fromMatrix('$a', now), fromHere('mid', now), fromMatrix('$b', now)]);
		expect(await parkedStatus(app, text)).to.deep.equal([
			'Events that could not be sent to the other side (parked events): 3. `/federation parked` lists them.',
			'• 2 × `muted`',
			'• 1 × `partner-left`',
		]);
	});

	it('is nothing if nothing is parked', async () => {
		expect(await parkedStatus((await appWith([])).app, text)).to.deep.equal([]);
	});

	it('warns before some are removed, and says how many were removed', async () => {
		const { app } = await appWith([
			fromMatrix('$a', 0),
			fromMatrix('$b', 2 * DAY),
			fromMatrix('$c', 20 * DAY),
		]);
		await atTime(30 * DAY, () => app.store.parked.enforceLimits());
		expect((await atTime(30 * DAY, () => parkedStatus(app, text))).slice(-2)).to.deep.equal([
			'1 of them is removed within 3 days, because parked events are kept for 30 days. Retry or drop them before.',
			"Parked events that nobody can retry any more: 1. They were removed, the last at 1970-01-31T00:00:00.000Z, because there were more than 1000 or they were older than 30 days. The app's log has their ids.",
		]);
	});

	it('warns when the list is almost full', async () => {
		const now = Date.now();
		const items = Array.from({ length: 900 }, (_, index) => fromMatrix(`$${index}`, now));
		const { app } = await appWith(items);
		const full = 'At most 1000 parked events are kept. If more come, the oldest are removed.';
		expect(await parkedStatus(app, text)).to.include(full);
		await app.store.parked.remove('$0');
		expect(await parkedStatus(app, text)).not.to.include(full);
	});
});
