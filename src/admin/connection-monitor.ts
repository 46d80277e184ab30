import type { AppContext } from '../app-context';
import { translate } from '../i18n';
import type { Finding } from './connection';
import { findingsOf } from './status';

/**
 * Looks after the connection: checks it at the start and whenever the settings have changed, goes on checking
 * while something is wrong, and writes to the log what changes.
 */
export class ConnectionMonitor {
	/** What was wrong at the last check, as it was reported; undefined before the first one. */
	private reported: string | undefined;
	private reportedPlan: string | undefined;
	/** How often a check has been asked for, and how often that was when all was well. */
	private asked = 1;
	private settled = 0;
	private underWay: Promise<void> | undefined;

	constructor(private readonly app: AppContext) {}

	/** Checks again although all was well, without keeping the caller waiting. */
	recheck(): void {
		this.asked += 1;
		this.round().catch((error: unknown) =>
			this.app.log.error('a check failed', { cause: String(error) }),
		);
	}

	/** One round of a schedule; nothing is asked of the homeserver while all is well. */
	async round(): Promise<void> {
		await Promise.all([this.lookAtPlan(), this.app.resumeInbox()]);
		if (this.settled < this.asked) {
			this.underWay ??= this.check().finally(() => (this.underWay = undefined));
			await this.underWay;
		}
	}

	/** Checks until nobody has asked since the last check began. */
	private async check(): Promise<void> {
		for (let asked = 0; asked < this.asked;) {
			asked = this.asked;
			const wrong = (await findingsOf(this.app)).filter(({ ok }) => !ok);
			this.report(wrong);
			if (wrong.length === 0) {
				this.settled = asked;
			}
		}
	}

	/** Asks for the plan when it is time to, so that hardly ever somebody waits for the answer; logs what changes. */
	private async lookAtPlan(): Promise<void> {
		const { known, failure } = await this.app.plan.state();
		const plan = { plan: known?.tier, rule: known?.rule, source: known?.source, problem: failure };
		const report = JSON.stringify(plan);
		if (report !== this.reportedPlan) {
			this.reportedPlan = report;
			this.app.log.info("the workspace's plan", plan);
		}
	}

	private report(wrong: readonly Finding[]): void {
		const report = JSON.stringify(wrong);
		if (report === this.reported) {
			return;
		}
		this.reported = report;
		if (wrong.length === 0) {
			this.app.log.info(translate('status_healthy'));
		}
		for (const { text, parameters } of wrong) {
			this.app.log.error(translate(text, parameters));
		}
	}
}
