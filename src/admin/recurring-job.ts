import type { AppContext } from '../app-context';
import { AccountWatch } from '../to-matrix/accounts/account-watch';
import { finishRetiring } from '../to-matrix/accounts/retired-ghosts';
import { InactiveMembers } from '../to-matrix/direct-messages/inactive-members';
import { MissedRooms } from '../to-matrix/recovery/missed-rooms';
import { RoomWatch } from '../to-matrix/rooms/deleted-room';
import { closeEndedRooms } from '../to-matrix/rooms/end-rooms';
import { BlockedServers } from '../to-rocketchat/blocked-servers';
import { ReadAlongSetting } from '../to-rocketchat/direct-messages/read-along-setting';
import { lookUpLeftPeople } from '../to-rocketchat/rooms/gone-people';
import { ConnectionMonitor } from './connection-monitor';

/** Milliseconds between two times at which parked events beyond the limits are removed. */
const PARKED_LIMITS_EVERY_MS = 3_600_000;

/** What the app does from time to time, since no event of the platform asks for it. The platform calls it every 30 seconds. */
export class RecurringJob {
	private readonly connectionMonitor: ConnectionMonitor;
	private loggedPlan: string | undefined;
	private readonly accountWatch = new AccountWatch();
	private readonly roomWatch = new RoomWatch();
	private readonly inactiveMembers = new InactiveMembers();
	private readonly blockedServers = new BlockedServers();
	private readonly readAlongSetting = new ReadAlongSetting();
	private readonly missedRooms = new MissedRooms();
	/** When the limits of parked events were enforced last, milliseconds since 1970. */
	private parkedLimitsEnforcedAt = 0;
	private hasFinishedInterrupted = false;

	constructor(private readonly app: AppContext) {
		this.connectionMonitor = new ConnectionMonitor(app);
	}

	/** Requests a check of the connection, because the settings have changed, and runs at once. Does not wait for it. */
	settingsChanged(): void {
		this.connectionMonitor.request();
		this.run().catch((error: unknown) => this.app.log.error('a check failed', { cause: String(error) }));
	}

	/**
	 * Refreshes the plan, resumes what was interrupted, removes parked events beyond the limits, looks for deleted and deactivated
	 * accounts, follows the lists of servers and who may read along, and then checks the connection if that was requested.
	 * @throws the first failure; the next run does the same again
	 */
	async run(): Promise<void> {
		await Promise.all([
			this.refreshPlan(),
			this.app.outgoing.recovery.run(),
			this.enforceParkedLimits(),
			this.followSettings(),
			this.followAccounts(),
			this.findMissedRooms(),
			this.finishInterrupted(),
		]);
		await this.connectionMonitor.runRequested();
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
		await this.accountWatch.update(bridge, app.incoming.ghosts.all);
		app.incoming.ghosts.remove(await finishRetiring(bridge));
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

	/** Finds, once after a start, the direct messages and discussions that people began while the app did not run. */
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
}
