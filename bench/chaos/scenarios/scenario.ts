import type { Plan } from '../../../sandbox/workspace/licensing/plans';
import type { JudgedOrder } from '../judge';
import type { RoomKind } from '../local-writer';
import type { Bed } from '../bed';
import type { Random } from '../random';
import { Workload, type Ledger, type WorkloadOptions } from '../workload';

/** What a scenario is given. */
export interface ScenarioContext {
	readonly bed: Bed;
	/** Marks the messages. */
	readonly run: number;
	/** Accepted messages in each direction, where the scenario does not say how many by itself. */
	readonly messages: number;
	readonly random: Random;
	/** Prints a line while the scenario goes on. */
	readonly progress: (line: string) => void;
	/** Adds a line below the table. */
	readonly note: (line: string) => void;
	/** The same for something wrong that the histories do not show. */
	readonly fail: (line: string) => void;
}

/** What a scenario's faults are given. */
export interface FaultContext extends ScenarioContext {
	/** Aborted when all messages are accepted. */
	readonly written: AbortSignal;
}

/** One row of the table: people write, and something goes wrong meanwhile. */
export interface Scenario {
	/** For `--only`. */
	readonly name: string;
	/** What is done, for the table. */
	readonly title: string;
	/** The servers of the workspace, on one database; 1 unless given. */
	readonly instances?: number;
	/** People in Rocket.Chat, and on Matrix; each pair has a room. Two and three unless given. */
	readonly people?: { readonly locals: number; readonly externals: number };
	/** What the room of each pair is; a direct message unless given. */
	readonly rooms?: RoomKind;
	/** The plan of the workspace; Community unless given. */
	readonly plan?: Plan;
	/** Accepted messages in each direction, unless the command line says how many. */
	readonly messages?: number;
	/** Whose order counts; that of all messages unless given. */
	readonly order?: JudgedOrder;
	/** Sets the clock of the workspace's machine. */
	readonly setsClock?: 'forward' | 'back';
	/** Whether memory, and the growth of the app's store, are told below the table. */
	readonly measuresGrowth?: true;
	/** Played only if `--only` names it. */
	readonly isExtra?: true;
	/** Returns when all messages are accepted and all that it broke runs again. The proxies are healed afterwards. */
	readonly act: (context: ScenarioContext) => Promise<Ledger>;
}

const usualWorkload: Omit<WorkloadOptions, 'messages'> = {
	writers: 1,
	pause: 500,
	// A few long texts in one transaction make it larger than the 100 kB that a workspace takes.
	long: 0.01,
	edited: 0.08,
	deleted: 0.06,
	reacted: 0.1,
	filed: 0,
	answered: 0,
	pinned: 0,
	sides: ['rocketchat', 'matrix'],
};

/**
 * People write on both sides while something goes wrong.
 * @param faults returns when all that it broke runs again
 */
export function underLoad(
	options: Partial<WorkloadOptions>,
	faults: (context: FaultContext) => Promise<void>,
): Scenario['act'] {
	return async (context) => {
		const { bed, run, messages, random } = context;
		const workload = new Workload(bed, run, { ...usualWorkload, messages, ...options }, random);
		const written = new AbortController();
		await Promise.all([
			workload.write().finally(() => written.abort()),
			faults({ ...context, written: written.signal }).finally(() => bed.heal()),
		]);
		return workload.ledger;
	};
}

/** Waits until all messages are accepted. */
export function untilWritten(written: AbortSignal): Promise<void> {
	return written.aborted
		? Promise.resolve()
		: new Promise((resolve) => written.addEventListener('abort', () => resolve(), { once: true }));
}

/** Waits, but not after all messages are accepted. @param milliseconds at most */
export async function pauseWhileWritten(milliseconds: number, written: AbortSignal): Promise<void> {
	if (written.aborted) {
		return;
	}
	await new Promise<void>((resolve) => {
		const end = () => {
			clearTimeout(timer);
			written.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, milliseconds);
		written.addEventListener('abort', end);
	});
}
