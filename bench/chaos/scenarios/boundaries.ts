import { actions, type Action } from '../actions';
import type { BedRoom } from '../bed';
import { hostCallKiller, requestKiller, transferKiller, type Killer, type KillPoint } from '../kill-points';
import { ARRIVAL_LIMIT, killDuring, MOST_STEPS, RECOVERY_LIMIT, waitUntil } from '../kill-during';
import { keyText, type MessageKey, type Side } from '../numbered-text';
import { showsRightly } from '../report';
import type { WorkspaceProcess } from '../workspace-process';
import { penOf, type Ledger } from '../workload';
import type { Scenario, ScenarioContext } from './scenario';

/**
 * The app's process is killed before and after each step of each action: its calls to the host, its requests to the
 * homeserver, and the homeserver's requests to it.
 */
export const boundaryScenarios: readonly Scenario[] = actions.flatMap((action) => [
	{
		name: `kill-at-call-${action.name}`,
		title: `${action.title}; app's process killed before and after each call to the host`,
		act: (context: ScenarioContext) => sweep(context, action, () => hostCallKiller(context.bed)),
	},
	{
		name: `kill-at-request-${action.name}`,
		title: `${action.title}; app's process killed before and after each request`,
		act: (context: ScenarioContext) => sweep(context, action, (side) => requestKiller(context.bed, side)),
	},
	...(action.hasFiles
		? [
				{
					name: `kill-at-transfer-${action.name}`,
					title: `${action.title}; app's process killed before and after each upload and download`,
					act: (context: ScenarioContext) =>
						sweep(context, action, () => transferKiller(context.bed)),
				},
			]
		: []),
]);

/** Does the action again and again, and kills the app one step later each time, until no such step comes. */
async function sweep(
	{ bed, run, progress }: ScenarioContext,
	action: Action,
	killerFor: (side: Side) => Killer,
): Promise<Ledger> {
	const ledger: Ledger = {
		rocketchat: { accepted: 0, refused: 0 },
		matrix: { accepted: 0, refused: 0 },
	};
	const [room] = bed.rooms;
	if (!room) {
		throw new Error('the bed has no room');
	}
	for (const side of ['rocketchat', 'matrix'] as const) {
		const killer = killerFor(side);
		for (const when of ['before', 'after'] as const) {
			for (let step = 1; step <= MOST_STEPS; step++) {
				const key = { run, side, writer: when === 'before' ? 0 : 1, number: step };
				const killed = await actOnce(bed.workspace, room, action, key, killer, { step, when });
				ledger[side].accepted += 1;
				progress(`${side}, ${when} step ${step}: ${killed ? 'killed' : 'no such step'}`);
				if (!killed) {
					break;
				}
				await waitUntil(RECOVERY_LIMIT, () => isRight(room, key));
			}
		}
	}
	return ledger;
}

/** @returns whether the app was killed */
async function actOnce(
	workspace: WorkspaceProcess,
	room: BedRoom,
	action: Action,
	key: MessageKey,
	killer: Killer,
	point: KillPoint,
): Promise<boolean> {
	const pen = penOf(room, key.side);
	const id = (await action.prepare?.(pen, key)) ?? '';
	if (id) {
		await waitUntil(ARRIVAL_LIMIT, () => isRight(room, key));
	}
	return killDuring(workspace, killer, point, {
		act: () => action.act(pen, key, id),
		isDone: () => isRight(room, key),
	});
}

/** @returns whether the destination shows a message as the source does */
function isRight(room: BedRoom, key: MessageKey): Promise<boolean> {
	return showsRightly(room, key.run, key.side, keyText(key));
}
