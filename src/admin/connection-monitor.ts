import type { AppContext } from '../app-context';
import { translate } from '../i18n';
import type { CheckResult } from './check-result';
import { BlockedServers } from '../to-rocketchat/blocked-servers';
import { ReadAlongSetting } from '../to-rocketchat/direct-messages/read-along-setting';
import { AccountWatch } from '../to-matrix/accounts/account-watch';
import { InactiveMembers } from '../to-matrix/direct-messages/inactive-members';
import { finishRetiring } from '../to-matrix/accounts/retired-ghosts';
import { MissedRooms } from '../to-matrix/recovery/missed-rooms';
import { RoomWatch } from '../to-matrix/rooms/deleted-room';
import { closeEndedRooms } from '../to-matrix/rooms/end-rooms';
import { lookUpLeftPeople } from '../to-rocketchat/rooms/gone-people';
import { checkFederation } from './status';

/** Milliseconds between two times at which parked events beyond the limits are removed. */
const PARKED_LIMITS_EVERY_MS = 3_600_000;

/**
 * Checks the connection at the start and whenever the settings have changed. Repeats a failed check at every tick of
 * the schedule until it passes. Logs only changes.
 */
export class ConnectionMonitor {
	/** The failures that were logged last; undefined before the first check. */
	private loggedFailures: string | undefined;
	private loggedPlan: string | undefined;
	/** How many checks were requested, and how many of them are done because a later check passed. */
	private requestedChecks = 1;
	private doneChecks = 0;
	private runningChecks: Promise<void> | undefined;
	private readonly accountWatch = new AccountWatch();
	private readonly roomWatch = new RoomWatch();
	private readonly inactiveMembers = new InactiveMembers();
	private readonly blockedServers = new BlockedServers();
	private readonly readAlongSetting = new ReadAlongSetting();
	private readonly missedRooms = new MissedRooms();
	/** When the limits of parked events were enforced last, milliseconds since 1970. */
	private parkedLimitsEnforcedAt = 0;
	private hasFinishedInterrupted = false;

	constructor(private readonly app: AppContext) {}

	/** Requests a check, also if the last one passed. Does not wait for it. */
	requestCheck(): void {
		this.requestedChecks += 1;
		this.runScheduledWork().catch((error: unknown) =>
			this.app.log.error('a check failed', { cause: String(error) }),
		);
	}

	/**
	 * Refreshes the plan, resumes what was interrupted, removes parked events beyond the limits, looks for
	 * deleted and deactivated accounts, and follows the lists of servers and who may read along. Checks the connection only while
	 * a requested check is not done.
	 */
	async runScheduledWork(): Promise<void> {
		await Promise.all([
			this.refreshPlan(),
			this.app.outgoing.recovery.run(),
			this.enforceParkedLimits(),
			this.followSettings(),
			this.followAccounts(),
			this.findMissedRooms(),
			this.finishInterrupted(),
		]);
		if (this.doneChecks < this.requestedChecks) {
			this.runningChecks ??= this.runChecks().finally(() => (this.runningChecks = undefined));
			await this.runningChecks;
		}
	}

	/** Checks again while a new check was requested during the last one. */
	private async runChecks(): Promise<void> {
		for (let started = 0; started < this.requestedChecks;) {
			started = this.requestedChecks;
			const failures = (await checkFederation(this.app)).filter(({ ok }) => !ok);
			this.logFailures(failures);
			if (failures.length === 0) {
				this.doneChecks = started;
			}
		}
	}

	/** Refreshes the plan in the background, so that people rarely wait for it. */
	private async refreshPlan(): Promise<void> {
		const { known, failure } = await this.app.plan.state();
		const plan = { plan: known?.tier, rule: known?.rule, source: known?.source, problem: failure };
		const serialized = JSON.stringify(plan);
		if (serialized !== this.loggedPlan) {
			this.loggedPlan = serialized;
			this.app.log.info("the workspace's plan", plan);
		}
	}

	/** Reads all parked events, so it is done once an hour only. */
	private async enforceParkedLimits(): Promise<void> {
		if (Date.now() - this.parkedLimitsEnforcedAt > PARKED_LIMITS_EVERY_MS) {
			await this.app.enforceParkedLimits();
			this.parkedLimitsEnforcedAt = Date.now();
		}
	}

	/** Tells Matrix of deleted rooms, and of deleted and deactivated accounts; finds out which accounts on Matrix are gone. */
	private async followAccounts(): Promise<void> {
		const { app } = this;
		if (!(await app.settingsState()).configuration) {
			return;
		}
		const bridge = await app.requireBridge();
		await this.accountWatch.update(bridge, app.intake.ghosts);
		app.intake.forgetGhosts(await finishRetiring(bridge));
		await this.inactiveMembers.update(bridge);
		await lookUpLeftPeople(bridge);
		await this.roomWatch.update(bridge);
		await closeEndedRooms(bridge);
	}

	/** Brings the rooms that exist in line with the lists of servers and the setting `read_along`, if those have changed. */
	private async followSettings(): Promise<void> {
		if ((await this.app.settingsState()).configuration) {
			const bridge = await this.app.requireBridge();
			await this.blockedServers.update(bridge);
			await this.readAlongSetting.update(bridge);
		}
	}

	/** Finds, once after a start of the app, the direct messages in which somebody wrote first, and the discussions that were started, while it did not run. */
	private async findMissedRooms(): Promise<void> {
		if ((await this.app.settingsState()).configuration) {
			await this.missedRooms.update(await this.app.requireBridge());
		}
	}

	/** Finishes, once after a start of the app, what the stop has interrupted. */
	private async finishInterrupted(): Promise<void> {
		if (!this.hasFinishedInterrupted && (await this.app.settingsState()).configuration) {
			await this.app.finishInterrupted();
			this.hasFinishedInterrupted = true;
		}
	}

	private logFailures(failures: readonly CheckResult[]): void {
		const serialized = JSON.stringify(failures);
		if (serialized === this.loggedFailures) {
			return;
		}
		this.loggedFailures = serialized;
		if (failures.length === 0) {
			this.app.log.info(translate('status_healthy'));
		}
		for (const { text, parameters } of failures) {
			this.app.log.error(translate(text, parameters));
		}
	}
}
