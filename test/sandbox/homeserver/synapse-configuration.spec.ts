import { expect } from 'chai';
import { parse } from 'yaml';
import {
	configurationText,
	logConfigurationText,
	signingKeyText,
} from '../../../sandbox/homeserver/synapse-configuration';

const values = {
	serverName: 'matrix.test',
	port: 8123,
	sharedSecret: 'a secret',
	macaroonSecret: 'another secret',
	registrationFiles: ['registration-0.yaml'],
	federatesWith: [],
	federationPort: undefined,
	roomVersion: undefined,
} as const;

describe('the configuration of Synapse', () => {
	const configuration = parse(configurationText(values)) as Record<string, unknown>;

	it('listens on loopback only and federates with no other server', () => {
		expect(configuration)
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

	it('listens for other homeservers with the certificate in its directory, if it federates over loopback', () => {
		const federating = { ...values, federationPort: 8448, roomVersion: '11' };
		const { listeners, ...others } = parse(configurationText(federating)) as { listeners: unknown[] };
		expect(listeners).to.have.length(2);
		expect(listeners[1]).to.deep.include({ port: 8448, tls: true, bind_addresses: ['127.0.0.1'] });
		expect(others).to.deep.include({
			tls_certificate_path: 'tls.crt',
			tls_private_key_path: 'tls.key',
			federation_custom_ca_list: ['tls.crt'],
			federation_ip_range_blacklist: [],
			default_room_version: '11',
		});
		expect(configuration).not.to.have.any.keys('tls_certificate_path', 'default_room_version');
	});

	it('loads the registration files and allows registration with the shared secret only', () => {
		expect(configuration).to.deep.include({
			app_service_config_files: ['registration-0.yaml'],
			registration_shared_secret: 'a secret',
			macaroon_secret_key: 'another secret',
			enable_registration: false,
		});
	});

	it('names every file without a path, so that it also works in a chroot', () => {
		expect(configurationText(values)).not.to.match(/: \//);
		expect(logConfigurationText()).not.to.match(/: \//);
	});

	it('limits neither messages nor invitations nor joins nor presence to less than 1,000 a second', () => {
		const unlimited = { per_second: 1_000, burst_count: 1_000 };
		expect(configuration).to.deep.include({
			rc_message: unlimited,
			rc_invites: { per_room: unlimited, per_user: unlimited, per_issuer: unlimited },
			rc_joins: { local: unlimited, remote: unlimited },
			rc_presence: { per_user: unlimited },
		});
		expect(configuration).to.include.keys('rc_message', 'rc_invites', 'rc_joins', 'rc_presence');
	});
});

describe('the signing key of Synapse', () => {
	it('is one line with the id of the key and 32 bytes in base64 without padding, new each time', () => {
		const [, bytes = ''] = /^ed25519 a_[0-9a-f]{6} ([A-Za-z0-9+/]{43})\n$/.exec(signingKeyText()) ?? [];
		expect(Buffer.from(bytes, 'base64')).to.have.length(32);
		expect(signingKeyText()).not.to.equal(signingKeyText());
	});
});
