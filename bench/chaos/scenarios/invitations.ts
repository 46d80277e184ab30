import type { Bed, BedRoom } from '../bed';
import { ARRIVAL_LIMIT, killDuring, MOST_STEPS, waitUntil } from '../kill-during';
import { hostCallKiller, requestKiller, type Killer, type KillPoint } from '../kill-points';
import type { LocalWriter } from '../local-writer';
import type { MatrixWriter } from '../matrix-writer';
import { keyText, numberedText, type MessageKey } from '../numbered-text';
import { showsRightly } from '../report';
import type { Ledger } from '../workload';
import type { Scenario, ScenarioContext } from './scenario';

/** How often a person gives a command that opens nothing. */
const ATTEMPTS = 3;
/** Milliseconds for which a person waits for a direct message, or for the first message in it, after the app was killed. */
const PATIENCE = 60_000;
/** Milliseconds after which a direct message that came late is noted. */
const LATE = 8_000;

/** Somebody who opens a direct message with a guest, or whom the guest invites. */
interface Meeting {
	readonly bed: Bed;
	readonly local: LocalWriter;
	readonly guest: MatrixWriter;
	readonly key: MessageKey;
	/** Called when the engine refused a command although the app was running again. */
	readonly onRefused: () => void;
}

/**
 * New people on Matrix invite somebody, or are invited; the app's process is killed at each step of it. A message in
 * each new room shows whether both sides have the room.
 */
export const invitationScenarios: readonly Scenario[] = [
	{
		name: 'kill-at-call-invitation',
		title: "an invitation and a join; app's process killed before and after each call to the host",
		act: (context) => sweep(context, hostCallKiller(context.bed)),
	},
	{
		name: 'kill-at-request-invitation',
		title: "an invitation and a join; app's process killed before and after each request to the homeserver",
		act: (context) => sweep(context, requestKiller(context.bed, 'rocketchat')),
	},
];

async function sweep({ bed, run, fail, note, progress }: ScenarioContext, killer: Killer): Promise<Ledger> {
	const ledger: Ledger = {
		rocketchat: { accepted: 0, refused: 0 },
		matrix: { accepted: 0, refused: 0 },
	};
	const late: string[] = [];
	let refused = 0;
	const onRefused = () => void (refused += 1);
	const [first] = bed.rooms;
	if (!first) {
		throw new Error('the bed has no room');
	}
	for (const side of ['matrix', 'rocketchat'] as const) {
		const meet = side === 'matrix' ? meetByInvitation : meetByCommand;
		for (const when of ['before', 'after'] as const) {
			for (let step = 1; step <= MOST_STEPS; step++) {
				const key = { run, side, writer: when === 'before' ? 0 : 1, number: step };
				const guest = await bed.newExternal(`guest-${keyText(key)}`);
				const meeting = { bed, local: first.local, guest, key, onRefused };
				const { room, killed } = await meet(meeting, killer, { step, when });
				const point = `${side}, killed ${when} step ${step}`;
				if (room) {
					bed.rooms.push(room);
					ledger[side].accepted += 1;
					const waitedSince = Date.now();
					await waitUntil(PATIENCE, () => isRight(room, key));
					const waited = Date.now() - waitedSince;
					if (waited > LATE) {
						late.push(`${point}: ${(waited / 1_000).toFixed(0)} s`);
					}
					if (await answer(room, key)) {
						ledger[otherSide[side]].accepted += 1;
					}
					(await wrongIn(room, bed.ghostOf(first.local))).forEach((line) =>
						fail(`${point}: ${line}`),
					);
				} else {
					fail(`${point}: ${ATTEMPTS} commands opened no direct message`);
				}
				progress(`${side}, ${when} step ${step}: ${killed ? 'killed' : 'no such step'}`);
				if (!killed) {
					break;
				}
			}
		}
	}
	if (refused > 0) {
		note(
			`the engine answered ${refused} commands with “App not enabled”; an administrator enabled the app`,
		);
	}
	if (late.length > 0) {
		note(`arrived more than ${LATE / 1_000} s after the app was running again: ${late.join(', ')}`);
	}
	return ledger;
}

const otherSide = { rocketchat: 'matrix', matrix: 'rocketchat' } as const;

/** The other person answers, so that both directions are judged. @returns whether their side has the room */
async function answer(room: BedRoom, key: MessageKey): Promise<boolean> {
	const { local, external, matrixId } = room;
	const reply = { ...key, side: otherSide[key.side] };
	const text = numberedText(reply, 1);
	if (reply.side === 'matrix') {
		await external.send(matrixId, text);
	} else {
		const [rocketChatId] = await local.directRoomsWith(external.userId.slice(1));
		if (rocketChatId === undefined) {
			return false;
		}
		await local.send(rocketChatId, text);
	}
	await waitUntil(PATIENCE, () => isRight(room, reply));
	return true;
}

/** @returns what is wrong with a new room on either side */
async function wrongIn({ local, external, matrixId }: BedRoom, ghostId: string): Promise<string[]> {
	const found = (await local.directRoomsWith(external.userId.slice(1))).length;
	const memberships = (await external.history(matrixId))
		.filter(({ type, state_key: member }) => type === 'm.room.member' && member === ghostId)
		.map(({ content }) => content.membership);
	// A homeserver repeats a join whose content changes, for example with a display name.
	const path = memberships.filter((membership, index) => membership !== memberships[index - 1]).join(', ');
	return [
		...(found === 1 ? [] : [`${external.userId} has ${found} direct messages in Rocket.Chat`]),
		...(['join', 'invite, join'].includes(path) ? [] : [`the memberships of the ghost are ${path}`]),
	];
}

interface Met {
	/** Undefined: no room was opened. */
	readonly room: BedRoom | undefined;
	readonly killed: boolean;
}

/** The guest creates a direct room, invites the ghost, and writes into it at once. */
async function meetByInvitation(
	{ bed, local, guest, key }: Meeting,
	killer: Killer,
	point: KillPoint,
): Promise<Met> {
	let room: BedRoom | undefined;
	const killed = await killDuring(bed.workspace, killer, point, {
		act: async () => {
			const matrixId = await guest.createDirectRoom(bed.ghostOf(local));
			room = { local, external: guest, matrixId, kind: 'im' };
			await guest.send(matrixId, numberedText(key, 1));
		},
		isDone: async () => room !== undefined && isRight(room, key),
	});
	return { room, killed };
}

/** The local person opens the direct message by command, again if nothing comes of it; the guest joins. */
async function meetByCommand(
	{ bed, local, guest, key, onRefused }: Meeting,
	killer: Killer,
	point: KillPoint,
): Promise<Met> {
	const ghost = bed.ghostOf(local);
	const command = () =>
		local.runCommand('federation', `dm ${guest.userId}`).catch(async (error: unknown) => {
			// After a crash the engine may refuse commands for five minutes (docs/fidelity.md).
			if (String(error).includes('App not enabled')) {
				onRefused();
				await bed.enableApp();
			}
		});
	const isInvited = async () => (await guest.invitationsFrom(ghost)).length > 0;
	const killed = await killDuring(bed.workspace, killer, point, {
		// The host keeps the request of a command for 30 s after the app's process has ended. Nobody waits for that.
		act: async () => void command(),
		isDone: isInvited,
	});
	await waitUntil(LATE, isInvited);
	for (let attempt = 2; attempt <= ATTEMPTS && !(await isInvited()); attempt++) {
		await command();
		await waitUntil(ARRIVAL_LIMIT, isInvited);
	}
	const [matrixId] = await guest.invitationsFrom(ghost);
	if (matrixId === undefined) {
		return { room: undefined, killed };
	}
	await guest.join(matrixId);
	const roomIds = () => local.directRoomsWith(guest.userId.slice(1));
	await waitUntil(ARRIVAL_LIMIT, async () => (await roomIds()).length > 0);
	const [rocketChatId] = await roomIds();
	if (rocketChatId === undefined) {
		return { room: undefined, killed };
	}
	await local.send(rocketChatId, numberedText(key, 1));
	return { room: { local, external: guest, matrixId, kind: 'im' }, killed };
}

function isRight(room: BedRoom, key: MessageKey): Promise<boolean> {
	return showsRightly(room, key.run, key.side, keyText(key));
}
