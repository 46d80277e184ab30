import type { Bed } from '../bed';
import { FederatedRoom } from '../federated-room';
import { ARRIVAL_LIMIT, killDuring, MOST_STEPS, waitUntil } from '../kill-during';
import { hostCallKiller, requestKiller, type Killer } from '../kill-points';
import type { Side } from '../numbered-text';
import { differences, roomActions, type RoomAction } from '../room-actions';
import type { Ledger } from '../workload';
import type { Scenario, ScenarioContext } from './scenario';

/** Milliseconds that a change has to arrive after the app was killed. */
const PATIENCE = 60_000;
/** How often people try to bring a room to the state before an action. */
const ATTEMPTS = 3;
/** Milliseconds after which a change that came late is noted. */
const LATE = 15_000;

const actionNames = [...new Set(roomActions.map(({ name }) => name)), 'room-deletion'];

/**
 * People join, leave and are removed, roles and topics change, and rooms are deleted, on either side; the app's process is killed at
 * each step of it. In the end both sides have the same members, roles and topic, and what was done last.
 */
export const roomScenarios: readonly Scenario[] = actionNames.flatMap((name) =>
	(['call', 'request'] as const).map((step) => ({
		name: `kill-at-${step}-${name}`,
		title: `${name} in a federated room; app's process killed before and after each ${step}`,
		plan: 'starter' as const,
		isExtra: true as const,
		people: { locals: 2, externals: 2 },
		act: (context: ScenarioContext) => {
			const killerFor = (side: Side) =>
				step === 'call' ? hostCallKiller(context.bed) : requestKiller(context.bed, side);
			return name === 'room-deletion'
				? sweepDeletions(context, killerFor('rocketchat'))
				: sweepActions(context, name, killerFor);
		},
	})),
);

async function sweepActions(
	context: ScenarioContext,
	name: string,
	killerFor: (side: Side) => Killer,
): Promise<Ledger> {
	const { bed, run } = context;
	await bed.giveToken();
	const room = await makeRoom(bed, `room-${run}`);
	const accepted: Record<Side, number> = { rocketchat: 0, matrix: 0 };
	for (const action of roomActions.filter((one) => one.name === name)) {
		const { side } = action;
		await sweep(context, side, async (point, step) => {
			await prepare(room, action);
			const killed = await killDuring(bed.workspace, killerFor(side), point, {
				act: () => action.act(room, step),
				isDone: () => isOnBothSides(room, (facts) => action.shows(facts, room, step)),
			});
			accepted[side] += 1;
			return { killed, wrong: await wrongAfter(context, room, action, step) };
		});
	}
	return ledgerOf(accepted);
}

/**
 * Brings the room to the state before the action. Somebody who joins within the two seconds in which the app starts again may be removed
 * again, since it cannot know that the removal was done already; they join once more.
 */
async function prepare(room: FederatedRoom, action: RoomAction): Promise<void> {
	const isDone = () => isOnBothSides(room, (facts) => action.isPrepared?.(facts, room) ?? true);
	for (let attempt = 1; attempt <= ATTEMPTS && !(await isDone()); attempt++) {
		await action.prepare?.(room);
		await waitUntil(PATIENCE / ATTEMPTS, isDone);
	}
}

/** Deletes a room in each step. The people on Matrix are removed from it, and the ghosts leave. */
async function sweepDeletions(context: ScenarioContext, killer: Killer): Promise<Ledger> {
	const { bed, run } = context;
	let deleted = 0;
	await sweep(context, 'rocketchat', async (point, step) => {
		const room = await makeRoom(bed, `room-${run}-${point.when}-${step}`);
		const { partner, owner, colleague } = room.people;
		const isGone = async () => {
			const joined = await partner.joinedMembers(room.matrixId).catch((): string[] => []); // was removed
			return ![owner, colleague].some((local) => joined.includes(bed.ghostOf(local)));
		};
		const killed = await killDuring(bed.workspace, killer, point, {
			act: () => room.ask('channels.delete'),
			isDone: isGone,
		});
		deleted += 1;
		await waitUntil(PATIENCE, isGone);
		return { killed, wrong: (await isGone()) ? [] : ['ghosts are still in the room that was deleted'] };
	});
	return ledgerOf({ rocketchat: deleted, matrix: 0 });
}

/** Does something again and again, and kills the app one step later each time, until no such step comes. */
async function sweep(
	{ fail, progress }: ScenarioContext,
	side: Side,
	once: (
		point: { step: number; when: 'before' | 'after' },
		number: number,
	) => Promise<{ killed: boolean; wrong: readonly string[] }>,
): Promise<void> {
	for (const when of ['before', 'after'] as const) {
		for (let step = 1; step <= MOST_STEPS; step++) {
			const number = step + (when === 'before' ? 0 : MOST_STEPS);
			const { killed, wrong } = await once({ step, when }, number);
			wrong.forEach((line) => fail(`${side}, killed ${when} step ${step}: ${line}`));
			progress(`${side}, ${when} step ${step}: ${killed ? 'killed' : 'no such step'}`);
			if (!killed) {
				break;
			}
		}
	}
}

/** Waits until both sides show what was done. @returns what is wrong */
async function wrongAfter(
	{ note }: ScenarioContext,
	room: FederatedRoom,
	action: RoomAction,
	step: number,
): Promise<string[]> {
	const waitedSince = Date.now();
	await waitUntil(PATIENCE, () => isOnBothSides(room, (facts) => action.shows(facts, room, step)));
	const waited = Date.now() - waitedSince;
	if (waited > LATE) {
		note(`${action.side}, ${action.name} ${step}: arrived after ${(waited / 1_000).toFixed(0)} s`);
	}
	const [here, there] = await Promise.all([room.here(), room.there()]);
	const lost = action.shows(here, room, step) && action.shows(there, room, step) ? [] : ['it was lost'];
	return [...lost, ...differences(here, there)];
}

async function isOnBothSides(
	room: FederatedRoom,
	shows: (facts: Awaited<ReturnType<FederatedRoom['here']>>) => boolean,
): Promise<boolean> {
	const [here, there] = await Promise.all([room.here(), room.there()]);
	return shows(here) && shows(there) && differences(here, there).length === 0;
}

async function makeRoom(bed: Bed, name: string): Promise<FederatedRoom> {
	const [one, other] = bed.rooms.filter(({ local }) => local === bed.rooms[0]?.local);
	const colleague = bed.rooms.find(({ local }) => local !== one?.local);
	if (!one || !other || !colleague) {
		throw new Error('the bed has too few people');
	}
	const people = {
		owner: one.local,
		colleague: colleague.local,
		partner: one.external,
		guest: other.external,
	};
	const room = await FederatedRoom.make(people, name, bed);
	await waitUntil(ARRIVAL_LIMIT, () => isOnBothSides(room, () => true));
	const wrong = differences(await room.here(), await room.there());
	if (wrong.length > 0) {
		throw new Error(`the new room differs before anything was done: ${wrong.join('; ')}`);
	}
	return room;
}

function ledgerOf({ rocketchat, matrix }: Readonly<Record<Side, number>>): Ledger {
	return {
		rocketchat: { accepted: rocketchat, refused: 0 },
		matrix: { accepted: matrix, refused: 0 },
	};
}
