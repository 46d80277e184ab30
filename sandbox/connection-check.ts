import { waitFor } from './clients/waiting';
import type { WorkspacePerson } from './clients/workspace-client';
import type { Progress } from './homeserver/command';

const FAILED = '❌';
const ANSWER_LIMIT = 30_000;
const BETWEEN_CHECKS = 1_000;

/**
 * Asks the app by `/federation status` until it finds nothing wrong.
 * @param admin somebody with the role `admin`
 * @param limit in milliseconds
 * @throws Error with the last report
 */
export async function waitUntilConnected(
	admin: WorkspacePerson,
	limit: number,
	progress: Progress,
): Promise<void> {
	let report = '';
	await waitFor({
		what: 'a connection of app and homeserver',
		timeout: limit,
		interval: BETWEEN_CHECKS,
		look: async () => {
			const latest = await federationStatus(admin);
			if (!latest.includes(FAILED)) {
				return true;
			}
			if (latest !== report) {
				progress(latest.split('\n').find((line) => line.includes(FAILED)) ?? latest);
				report = latest;
			}
			return undefined;
		},
		instead: () => `this report of /federation status:\n${report}`,
	});
}

/** @returns what `/federation status` tells the administrator alone */
async function federationStatus(admin: WorkspacePerson): Promise<string> {
	const before = admin.notices.length;
	await admin.runCommand('federation', 'status', 'GENERAL');
	const notice = await admin.waitForNotice((heard) => admin.notices.indexOf(heard) >= before, ANSWER_LIMIT);
	return notice.text;
}
