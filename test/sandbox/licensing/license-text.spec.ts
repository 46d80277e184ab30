import { expect } from 'chai';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueLicense, issueOlderLicense } from '../../../sandbox/workspace/licensing/issue';
import { issuerKeys } from '../../../sandbox/workspace/licensing/issuer-keys';
import { licenseIn } from '../../../sandbox/workspace/licensing/license-text';

// ee/packages/license/src/token.ts, v2/convertToV3.ts and packages/jwt/src/index.ts
describe("a license's text", () => {
	const until = new Date('2030-01-02T03:04:05.000Z');
	let directory: string;
	let elsewhere: string;

	before(() => {
		directory = mkdtempSync(join(tmpdir(), 'license-'));
		elsewhere = mkdtempSync(join(tmpdir(), 'license-'));
	});

	after(() => [directory, elsewhere].forEach((folder) => rmSync(folder, { recursive: true })));

	const read = (text: string, folder = directory) => licenseIn(text, issuerKeys(folder).publicKey);
	const token = (text: string) => text.replace('RCV3_', '').split('.');
	const decoded = (part = ''): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());

	it('is RCV3_ and a token signed with RS256, which anybody can read', () => {
		const text = issueLicense(directory, {
			tags: ['Pro'],
			trial: true,
			modules: ['federation', 'acme.module'],
			limits: { activeUsers: 500 },
			host: 'chat.example.org',
			validUntil: until,
		});
		expect(text.slice(0, 5)).to.equal('RCV3_');
		const [header = '', payload = '', signature = ''] = token(text);
		expect(decoded(header)).to.deep.equal({ alg: 'RS256', typ: 'JWT' });
		expect(signature).to.match(/^[\w-]{512}$/);
		const license = read(text);
		expect(decoded(payload)).to.deep.equal(license);
		expect(license).to.deep.equal({
			version: '3.0',
			information: {
				autoRenew: false,
				visualExpiration: '2030-01-02T03:04:05.000Z',
				trial: true,
				offline: false,
				createdAt: license.information.createdAt,
				grantedBy: { method: 'manual', seller: 'sandbox' },
				tags: [{ name: 'Pro', color: '#F3BE08' }],
			},
			validation: {
				serverUrls: [{ value: 'chat.example.org', type: 'url' }],
				validPeriods: [
					{ validUntil: '2030-01-02T03:04:05.000Z', invalidBehavior: 'invalidate_license' },
				],
				statisticsReport: { required: false },
			},
			grantedModules: [{ module: 'federation' }, { module: 'acme.module', external: true }],
			limits: { activeUsers: [{ max: 500, behavior: 'prevent_action' }] },
		});
	});

	it('of the older form is one sealed block that becomes a license of the present form', () => {
		const text = issueOlderLicense(directory, {
			tags: ['Enterprise'],
			trial: true,
			modules: ['enterprise:*'],
			validUntil: until,
		});
		expect(text).to.match(/^[A-Za-z0-9+/]{512}$/);
		expect(Buffer.from(text, 'base64').toString('latin1')).not.to.include('modules');
		const { information, validation, grantedModules, limits, cloudMeta } = read(text);
		expect(information).to.deep.equal({
			autoRenew: false,
			visualExpiration: '2030-01-02T03:04:05.000Z',
			trial: true,
			offline: false,
			createdAt: information.createdAt,
			grantedBy: { method: 'manual', seller: 'V2' },
			tags: [{ name: 'Enterprise', color: '#F3BE08' }],
		});
		expect(validation).to.deep.equal({
			serverUrls: [{ value: '*', type: 'regex' }],
			validPeriods: [{ validUntil: '2030-01-02T03:04:05.000Z', invalidBehavior: 'invalidate_license' }],
			statisticsReport: { required: true },
		});
		const modules = grantedModules.map(({ module }) => module);
		expect(modules.slice(0, 4)).to.deep.equal([
			'teams-voip',
			'contact-id-verification',
			'hide-watermark',
			'auditing',
		]);
		expect(modules).to.have.length(22).and.to.include('federation');
		expect([limits, cloudMeta]).to.deep.equal([
			{},
			{ trial: true, trialEnd: '2030-01-02T03:04:05.000Z', workspaceId: '' },
		]);
	});

	it('of the older form without a tag is tagged by its bundles', () => {
		const { information, grantedModules } = read(
			issueOlderLicense(directory, { tags: [], modules: ['pro:*', 'auditing'] }),
		);
		expect(information.tags).to.deep.equal([{ name: 'pro', color: '#4411DD' }]);
		expect(grantedModules.map(({ module }) => module)).to.deep.equal([
			'teams-voip',
			'contact-id-verification',
			'hide-watermark',
			'auditing',
		]);
	});

	it('is refused if it is empty, no license, changed, or somebody else’s', () => {
		const text = issueLicense(directory, { tags: ['Starter'] });
		const [header = '', payload = '', signature = ''] = token(text);
		const changed = JSON.stringify(decoded(payload)).replace('Starter', 'Enterprise');
		const forged = `RCV3_${header}.${Buffer.from(changed).toString('base64url')}.${signature}`;
		expect(() => read(' \n')).to.throw('Empty license');
		for (const refused of [
			'garbage',
			'RCV3_garbage',
			`RCV3_${header}.${payload}.`,
			`${text}.more`,
			forged,
			issueLicense(elsewhere, { tags: ['Pro'] }),
			issueOlderLicense(elsewhere, { tags: ['Pro'] }),
		]) {
			expect(() => read(refused)).to.throw('Invalid license');
		}
	});

	it('is signed with a key that stays with the workspace and is for its owner alone', () => {
		const text = issueLicense(directory, { tags: ['Pro'] });
		expect(read(text).information.tags).to.deep.equal([{ name: 'Pro', color: '#F3BE08' }]);
		expect(statSync(join(directory, 'license-issuer.pem')).mode & 0o777).to.equal(0o600);
	});
});
