import { BackgroundChecks } from '../delivery/background-checks';

/** @returns checks that look at each person's avatar once a minute at most, two at once, however many people appear at once */
export function newAvatarChecks(): BackgroundChecks {
	return new BackgroundChecks({ every: 60_000, atOnce: 2, waiting: 5_000 });
}
