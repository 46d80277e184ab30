import { expect } from 'chai';
import { parse } from 'yaml';
import { configurationText, logConfigurationText } from '../../../sandbox/homeserver/synapse-configuration';

const values = {
	serverName: 'matrix.test',
	port: 8123,
	sharedSecret: 'a secret',
	macaroonSecret: 'another secret',
	registrationFiles: ['registration-0.yaml'],
	rateLimits: 'generous',
	federatesWith: [],
} as const;

describe('the configuration of Synapse', () => {
	const read = (rateLimits: 'generous' | 'strict') =>
		parse(configurationText({ ...values, rateLimits })) as Record<string, unknown>;

	it('listens on loopback only and speaks to no other server', () => {
		expect(read('generous'))
			.to.include({ server_name: 'matrix.test' })
			.and.to.deep.include({
				listeners: [
					{
						port: 8123,
						type: 'http',
						bind_addresses: ['127.0.0.1'],
						resources: [{ names: ['client', 'federation'], compress: false }],
					},
				],
				trusted_key_servers: [],
				federation_domain_whitelist: [],
			});
	});

	it('loads the registration files and lets the holder of the secret make users', () => {
		expect(read('generous')).to.deep.include({
			app_service_config_files: ['registration-0.yaml'],
			registration_shared_secret: 'a secret',
			macaroon_secret_key: 'another secret',
			enable_registration: false,
		});
	});

	it('names every file without a path, so that it holds in a root of its own too', () => {
		expect(configurationText(values)).not.to.match(/: \//);
		expect(logConfigurationText()).not.to.match(/: \//);
	});

	it("keeps Synapse's own limits on messages only where limits are to be met", () => {
		expect(read('strict')).not.to.have.any.keys('rc_message', 'rc_invites', 'rc_joins');
		expect(read('generous')).to.include.keys('rc_message', 'rc_invites', 'rc_joins');
	});
});
