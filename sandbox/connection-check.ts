import { waitFor } from './clients/waiting';
import type { WorkspacePerson } from './clients/workspace-client';
import type { Progress } from './homeserver/command';

const FAILED = '❌';
/** Time limit for the answer of one command, in milliseconds. */
const ANSWER_LIMIT = 30_000;
/** Time between two commands, in milliseconds. */
const CHECK_INTERVAL = 1_000;

/**
 * Runs `/federation status` until the report has no problem. Shows the first problem whenever the report changes.
 * @param admin a person with the role `admin`
 * @param limit in milliseconds
 * @throws Error with the last report if there is still a problem after that time
 */
export async function waitUntilConnected(
	admin: WorkspacePerson,
	limit: number,
	progress: Progress,
): Promise<void> {
	let report = '';
	await waitFor({
		what: 'a connection between app and homeserver',
		timeout: limit,
		interval: CHECK_INTERVAL,
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

/** @returns the report of `/federation status`, which only the administrator sees */
async function federationStatus(admin: WorkspacePerson): Promise<string> {
	const before = admin.notices.length;
	await admin.runCommand('federation', 'status', 'GENERAL');
	const notice = await admin.waitForNotice(
		(candidate) => admin.notices.indexOf(candidate) >= before,
		ANSWER_LIMIT,
	);
	return notice.text;
}
