import { expect } from 'chai';
import { issueLicense, issueOlderLicense, type Grant } from '../../../sandbox/workspace/licensing/issue';
import { Licensing } from '../../../sandbox/workspace/licensing/licensing';
import type { Server } from '../../../sandbox/workspace/server';
import { memoryServer, someUser } from '../support/memory-server';

const NEVER = new Date('2020-01-01T00:00:00.000Z');

// apps/meteor/ee/app/license/server/startup.ts, ee/packages/license/src/license.ts and applyLicense.ts
describe('the license of a workspace', () => {
	let server: Server;

	beforeEach(() => {
		server = memoryServer();
		server.licensing.start();
	});

	const issue = (grant: Partial<Grant> = {}): string =>
		issueLicense(server.directory, { tags: ['Pro'], ...grant });
	const set = (text: unknown): void => server.settings.set('Enterprise_License', text);
	const stored = (): unknown[] => [
		server.settings.get('Enterprise_License'),
		server.settings.get('Enterprise_License_Status'),
	];
	const told = (licensing = server.licensing): unknown => {
		const { tags, activeModules, trial, hasValidLicense } = licensing.info({
			privileged: false,
			withValues: false,
		});
		return [tags.map(({ name }) => name), activeModules, trial, hasValidLicense];
	};
	const nothing = [[], [], false, false];
	/** What is so after the next start of the server. */
	const restarted = (): unknown => {
		const licensing = new Licensing(server);
		licensing.start();
		return told(licensing);
	};

	it('is none at first', () => {
		expect([stored(), told()]).to.deep.equal([['', ''], nothing]);
	});

	it('is in force as soon as its text is set, without the spaces around it', () => {
		const text = issue({ modules: ['auditing', 'acme.module'], trial: true });
		set(` ${text}\n`);
		expect(stored()).to.deep.equal([text, 'Valid']);
		expect(told()).to.deep.equal([['Pro'], ['auditing', 'acme.module'], true, true]);
		expect(server.licensing.info({ privileged: false, withValues: false }).externalModules).to.deep.equal(
			[{ module: 'acme.module', external: true }],
		);
		expect(restarted()).to.deep.equal([['Pro'], ['auditing', 'acme.module'], true, true]);
	});

	it('is replaced by the next one', () => {
		set(issue({ modules: ['auditing'] }));
		const text = issue({ tags: ['Enterprise'], modules: ['federation'] });
		set(text);
		expect([stored(), told()]).to.deep.equal([
			[text, 'Valid'],
			[['Enterprise'], ['federation'], false, true],
		]);
	});

	it('may have the older form, whose tags only the server knows', () => {
		const text = issueOlderLicense(server.directory, { tags: ['Enterprise'], modules: ['auditing'] });
		set(text);
		expect([stored(), told()]).to.deep.equal([
			[text, 'Valid'],
			[
				['Enterprise'],
				['teams-voip', 'contact-id-verification', 'hide-watermark', 'auditing'],
				false,
				true,
			],
		]);
	});

	it('is removed by emptying the text: the status says Invalid', () => {
		set(issue({ modules: ['auditing'] }));
		set('');
		expect([stored(), told()]).to.deep.equal([['', 'Invalid'], nothing]);
		set(issue());
		set(null);
		expect([stored(), told()]).to.deep.equal([['', 'Invalid'], nothing]);
	});

	it('stays in force when a text is set that cannot be verified, until the next start', () => {
		set(issue());
		set('garbage');
		expect([stored(), told()]).to.deep.equal([
			['garbage', 'Valid'],
			[['Pro'], [], false, true],
		]);
		expect([restarted(), stored()]).to.deep.equal([nothing, ['garbage', 'Valid']]);
	});

	it('is not made by a text that cannot be verified: the status stays empty', () => {
		set('garbage');
		expect([stored(), told()]).to.deep.equal([['garbage', ''], nothing]);
		set('');
		expect(stored()).to.deep.equal(['', '']);
		const foreign = issueLicense(memoryServer().directory, { tags: ['Enterprise'] });
		set(foreign);
		expect([stored(), told()]).to.deep.equal([[foreign, ''], nothing]);
	});

	it('becomes invalid where another one follows that does not fit', () => {
		set(issue({ modules: ['auditing'] }));
		const text = issue({ host: 'elsewhere.example' });
		set(text);
		expect([stored(), told()]).to.deep.equal([[text, 'Invalid'], nothing]);
	});

	it('is not written down as invalid where none was valid before', () => {
		for (const misfit of [
			{ validUntil: NEVER },
			{ validFrom: new Date('2999-01-01T00:00:00.000Z') },
			{ host: 'elsewhere.example' },
		]) {
			const text = issue(misfit);
			set(text);
			expect([stored(), told()]).to.deep.equal([[text, ''], nothing]);
		}
		set('');
		expect(stored()).to.deep.equal(['', 'Invalid']);
	});

	it('that has run out keeps its status over a start, though it is no longer in force', () => {
		server.settings.set('Enterprise_License_Status', 'Valid');
		set(issue({ validUntil: NEVER }));
		expect([restarted(), stored()[1]]).to.deep.equal([nothing, 'Valid']);
	});

	it('fits the address of the workspace', () => {
		set(issue({ host: 'WORKSPACE.example' }));
		expect(stored()[1]).to.equal('Valid');
	});

	it('tells administrators of its limits, and everybody what is prevented', () => {
		someUser(server, 'alice');
		someUser(server, 'bob');
		set(issue({ limits: { activeUsers: 2, privateApps: 1 } }));
		const prevented = {
			activeUsers: true,
			guestUsers: false,
			roomsPerGuest: false,
			privateApps: false,
			marketplaceApps: false,
			monthlyActiveContacts: false,
		};
		const everybody = server.licensing.info({ privileged: false, withValues: false });
		expect([everybody.limits, everybody.preventedActions, everybody.license]).to.deep.equal([
			{},
			prevented,
			undefined,
		]);
		const { limits, license } = server.licensing.info({ privileged: true, withValues: true });
		expect(limits).to.deep.equal({
			activeUsers: { max: 2, value: 2 },
			guestUsers: { max: -1, value: 0 },
			privateApps: { max: 1, value: 0 },
			marketplaceApps: { max: -1, value: 0 },
			monthlyActiveContacts: { max: -1, value: 0 },
		});
		expect(license?.information.tags).to.deep.equal([{ name: 'Pro', color: '#F3BE08' }]);
	});

	it('that is missing leaves no private and five marketplace apps', () => {
		expect(server.licensing.info({ privileged: true, withValues: false }).limits).to.deep.equal({
			activeUsers: { max: -1 },
			guestUsers: { max: -1 },
			privateApps: { max: 0 },
			marketplaceApps: { max: 5 },
			monthlyActiveContacts: { max: -1 },
		});
	});

	it('is not called valid in the answers of older servers', () => {
		set(issue());
		server.licensing.reportsValidity = false;
		const info = server.licensing.info({ privileged: false, withValues: false });
		expect(info).not.to.have.property('hasValidLicense');
		expect(info.tags).to.deep.equal([{ name: 'Pro', color: '#F3BE08' }]);
	});
});
