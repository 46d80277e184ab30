import { expect } from 'chai';
import { recoveryReport } from '../../src/admin/recovery-report';
import type { AppContext } from '../../src/app-context';
import type { Texts } from '../../src/i18n';

const text = ((key: string) => key) as Texts;
/** An app that has not noticed yet that an outage is over; rooms wait. */
const away = {
	homeserverState: { downSince: 1, isUsable: false },
	outgoing: { recovery: { length: 2 }, unreadable: { length: 0 } },
	limitedUntil: 0,
} as unknown as AppContext;

describe('the report of what waits for the homeserver', () => {
	it('says since when it cannot be used', () => {
		expect(recoveryReport(away, false, text)).to.deep.equal(['❌ status_away']);
	});

	it('says only what waits where the homeserver has just passed the checks', () => {
		expect(recoveryReport(away, true, text)).to.deep.equal(['status_behind']);
	});
});
