import { HomeserverError } from '../../matrix/homeserver-error';
import type { UserId } from '../../matrix/ids';
import { pauseFor } from '../../pause-for';

/** Ghosts that are asked at the same time, attempts for each, and the pause before the second one in milliseconds. */
const WORKERS = 8;
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 1_000;

/**
 * Asks as every ghost, some at a time. A failing homeserver is asked again after a pause.
 * @param ask reads everything since the last answer as one ghost
 * @param onFailure called for a ghost whose attempts all failed
 * @returns false if the homeserver went away again
 */
export async function askAsEach(
	ghosts: readonly UserId[],
	ask: (ghostId: UserId) => Promise<unknown>,
	onFailure: (ghostId: UserId, error: unknown) => void,
): Promise<boolean> {
	const waiting = [...ghosts];
	let isAway = false;
	const work = async () => {
		for (let ghostId = waiting.shift(); ghostId !== undefined && !isAway; ghostId = waiting.shift()) {
			try {
				await patiently(ask, ghostId);
			} catch (error) {
				isAway ||= error instanceof HomeserverError && error.status === undefined && error.isOutage;
				onFailure(ghostId, error);
			}
		}
	};
	await Promise.all(Array.from({ length: WORKERS }, work));
	return !isAway;
}

async function patiently(ask: (ghostId: UserId) => Promise<unknown>, ghostId: UserId): Promise<void> {
	for (let attempt = 1, pause = FIRST_PAUSE_MS; ; attempt++, pause *= 2) {
		try {
			await ask(ghostId);
			return;
		} catch (error) {
			if (attempt === ATTEMPTS || !(error instanceof HomeserverError && error.isOutage)) {
				throw error;
			}
			await pauseFor(pause);
		}
	}
}
