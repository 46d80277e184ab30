import { expect } from 'chai';
import { issueLicense } from '../../../sandbox/workspace/licensing/issue';
import { issuerKeys } from '../../../sandbox/workspace/licensing/issuer-keys';
import type { Behavior, License } from '../../../sandbox/workspace/licensing/license';
import { licenseIn, signedText } from '../../../sandbox/workspace/licensing/license-text';
import { findViolations, type LicenseContext } from '../../../sandbox/workspace/licensing/validation';
import { memoryServer } from '../support/memory-server';

// ee/packages/license/src/validation/*.ts
describe('a license held against its workspace', () => {
	const server = memoryServer();
	const keys = issuerKeys(server.directory);
	const fitting = licenseIn(
		issueLicense(server.directory, {
			tags: ['Pro'],
			modules: ['auditing', 'federation'],
			validUntil: new Date('2999-01-01T00:00:00.000Z'),
		}),
		keys.publicKey,
	);
	const context: LicenseContext = {
		siteUrl: 'https://chat.example.org/',
		counts: {
			activeUsers: 10,
			guestUsers: 0,
			roomsPerGuest: 0,
			privateApps: 0,
			marketplaceApps: 0,
			monthlyActiveContacts: 0,
		},
		now: new Date('2026-01-02T03:04:05.000Z'),
		isNew: true,
	};
	const limited = (max: number, behavior: Behavior): License => ({
		...fitting,
		limits: { activeUsers: [{ max, behavior }] },
	});

	it('fits a workspace of any address within its time', () => {
		expect(findViolations(fitting, context)).to.deep.equal([]);
	});

	it('fits addresses by pattern, in any case of letters', () => {
		const on = (value: string) => ({
			...fitting,
			validation: { ...fitting.validation, serverUrls: [{ value, type: 'regex' as const }] },
		});
		expect(findViolations(on('*.EXAMPLE.org'), context)).to.deep.equal([]);
		expect(findViolations(on('*.example.com'), context)).to.deep.equal([
			{ behavior: 'invalidate_license', modules: [] },
		]);
		expect(findViolations(on('chatXexample.org'), context)).to.have.length(1);
	});

	it('goes over a limit with one more, or prevents actions as soon as it is reached', () => {
		expect(findViolations(limited(10, 'invalidate_license'), context)).to.deep.equal([]);
		expect(findViolations(limited(9, 'invalidate_license'), context)).to.deep.equal([
			{ behavior: 'invalidate_license', modules: [] },
		]);
		expect(findViolations(limited(10, 'prevent_action'), context)).to.deep.equal([
			{ behavior: 'prevent_action', modules: [] },
		]);
		expect(findViolations(limited(-1, 'prevent_action'), context)).to.deep.equal([]);
	});

	it('is not installed over a limit, but stays if it was', () => {
		const license = limited(9, 'prevent_installation');
		expect(findViolations(license, context)).to.deep.equal([
			{ behavior: 'prevent_installation', modules: [] },
		]);
		expect(findViolations(license, { ...context, isNew: false })).to.deep.equal([]);
	});

	it('loses the modules whose time is over, and no others', () => {
		const license: License = {
			...fitting,
			validation: {
				...fitting.validation,
				validPeriods: [
					{
						validUntil: '2020-01-01T00:00:00.000Z',
						invalidBehavior: 'disable_modules',
						modules: ['auditing'],
					},
				],
			},
		};
		expect(findViolations(license, context)).to.deep.equal([
			{ behavior: 'disable_modules', modules: ['auditing'] },
		]);
		server.licensing.start();
		server.settings.set('Enterprise_License', signedText(license, keys.privateKey));
		const { activeModules, hasValidLicense } = server.licensing.info({
			privileged: false,
			withValues: false,
		});
		expect([activeModules, hasValidLicense]).to.deep.equal([['federation'], true]);
	});
});
