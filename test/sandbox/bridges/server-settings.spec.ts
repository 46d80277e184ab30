import { expect } from 'chai';
import { messageOf } from '../support/message-of';
import { ProbeWorkspace } from '../support/probe-workspace';

// apps/meteor/app/apps/server/bridges/settings.ts and converters/settings.ts
describe('server settings, for an app', () => {
	let probe: ProbeWorkspace;

	before(async () => {
		probe = await ProbeWorkspace.start();
	});

	after(() => probe.stop());

	const read = (method: string, id: string): Promise<unknown> =>
		probe.call({ path: `read.getEnvironmentReader.getServerSettings.${method}`, args: [id] });
	const failureOf = (call: Promise<unknown>): Promise<unknown> => call.catch(messageOf);

	it('have the values and defaults of Rocket.Chat', async () => {
		expect(await read('getValueById', 'Site_Url')).to.equal(probe.url);
		expect(await read('getValueById', 'Message_MaxAllowedSize')).to.equal(5000);
		expect(await read('getValueById', 'FileUpload_MaxFileSize')).to.equal(104857600);
		expect(await read('getValueById', 'Enterprise_License_Status')).to.equal('');
	});

	it('have the fields that the converter gives and no others', async () => {
		const setting = (await read('getOneById', 'Message_MaxAllowedSize')) as object;
		expect(Object.keys(setting).sort()).to.deep.equal([
			'createdAt',
			'group',
			'hidden',
			'i18nDescription',
			'i18nLabel',
			'id',
			'packageValue',
			'public',
			'type',
			'updatedAt',
			'value',
			'values',
		]);
	});

	it('cannot be read if they are hidden or unknown', async () => {
		for (const id of ['Accounts_SystemBlockedUsernameList', 'No_Such_Setting']) {
			expect(await failureOf(read('getValueById', id))).to.contain(
				`The setting "${id}" is not readable.`,
			);
		}
	});

	it('that are secret can be read but count as not readable', async () => {
		expect(await read('getValueById', 'FileUpload_S3_AWSSecretAccessKey')).to.equal('');
		expect(await read('isReadableById', 'FileUpload_S3_AWSSecretAccessKey')).to.equal(false);
		expect(await read('isReadableById', 'Site_Url')).to.equal(true);
	});

	it('change when an administrator changes them over REST, and keep that over a restart', async () => {
		const changed = await probe.rest('POST', '/api/v1/settings/Message_MaxAllowedSize', { value: 100 });
		expect(changed).to.deep.equal({ status: 200, body: { success: true } });
		expect(await read('getValueById', 'Message_MaxAllowedSize')).to.equal(100);
		await probe.restart();
		expect(await read('getValueById', 'Message_MaxAllowedSize')).to.equal(100);
	});
});
