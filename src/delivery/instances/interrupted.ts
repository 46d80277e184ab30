import type { Instances } from './instances';

/** Work that is stored before it is done, so that it can be finished if its instance of the server ends. */
interface BegunWork {
	/** The id of the instance that does it; earlier versions of the app did not store it. */
	readonly by?: string | undefined;
	/** When it was begun, milliseconds since 1970. */
	readonly at: number;
}

/** The parts of the app that `isInterrupted` uses. */
interface Process {
	readonly startedAt: number;
	readonly instances: Pick<Instances, 'hasEnded'>;
}

/** @returns whether nobody does the work any more, because its instance of the server has ended */
export async function isInterrupted(
	{ startedAt, instances }: Process,
	{ by, at }: BegunWork,
): Promise<boolean> {
	return by === undefined ? at < startedAt : instances.hasEnded(by);
}
