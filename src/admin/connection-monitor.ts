import type { AppContext } from '../app-context';
import { translate } from '../i18n';
import type { CheckResult } from './check-result';
import { checkFederation } from './status';

/**
 * Checks the connection at the start and whenever that is requested. Repeats a failed check with each call until it passes. Logs
 * only changes.
 */
export class ConnectionMonitor {
	/** The failures that were logged last; undefined before the first check. */
	private loggedFailures: string | undefined;
	/** How many checks were requested, and how many of them are done because a later check passed. */
	private requestedChecks = 1;
	private doneChecks = 0;
	private runningChecks: Promise<void> | undefined;

	constructor(private readonly app: AppContext) {}

	/** Makes the next call of `runRequested` check the connection, also if the last check passed. */
	request(): void {
		this.requestedChecks += 1;
	}

	/** Checks the connection while a requested check is not done. Two calls at the same time check it once. */
	async runRequested(): Promise<void> {
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
