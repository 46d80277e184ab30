import type { Bridge } from '../bridge';
import { translate } from '../i18n';
import type { Finding } from './connection';
import { findingsOf } from './status';

/**
 * Looks after the connection: checks it at the start and whenever the settings have changed, goes on checking
 * while something is wrong, and writes to the log what changes.
 */
export class Upkeep {
	private known: string | undefined;
	private healthy = false;

	constructor(private readonly bridge: Bridge) {}

	/** Has the next round check again even though all was well. */
	doubt(): void {
		this.healthy = false;
	}

	/** One round; nothing is asked of the homeserver while all is well. */
	async round(): Promise<void> {
		await this.bridge.open();
		if (this.healthy) {
			return;
		}
		const findings = await findingsOf(this.bridge);
		this.healthy = findings.every(({ ok }) => ok);
		this.report(findings);
	}

	private report(findings: readonly Finding[]): void {
		const found = JSON.stringify(findings.filter(({ ok }) => !ok));
		if (found === this.known) {
			return;
		}
		this.known = found;
		if (this.healthy) {
			this.bridge.log.info(translate('status_healthy'));
		}
		for (const { text, parameters } of findings.filter(({ ok }) => !ok)) {
			this.bridge.log.error(translate(text, parameters));
		}
	}
}
