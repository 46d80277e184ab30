import { expect } from 'chai';
import { parse } from 'yaml';
import { configurationText, signingKeyText } from '../../../sandbox/homeserver/dendrite-configuration';

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

describe('the configuration of Dendrite', () => {
	const configuration = parse(configurationText(values)) as Record<string, Record<string, unknown>>;

	it('federates with no other server unless one is named', () => {
		expect(configuration.global).to.include({ server_name: 'matrix.test', disable_federation: true });
		const federating = parse(configurationText({ ...values, federatesWith: ['other.test'] })) as {
			global: object;
		};
		expect(federating.global).to.include({ disable_federation: false });
	});

	it('checks no certificate of homeservers on this machine, and those of all others', () => {
		expect(configuration.federation_api).to.include({ disable_tls_validation: false });
		const federating = parse(configurationText({ ...values, federationPort: 8448 })) as object;
		expect(federating).to.have.nested.include({ 'federation_api.disable_tls_validation': true });
	});

	it('loads the registration files and allows registration with the shared secret only', () => {
		expect(configuration.app_service_api).to.deep.equal({ config_files: ['registration-0.yaml'] });
		expect(configuration.client_api).to.deep.equal({
			registration_disabled: true,
			guests_disabled: true,
			registration_shared_secret: 'a secret',
			rate_limiting: { enabled: false },
		});
	});

	it('reports nothing and names every file without a path', () => {
		expect(configuration.global).to.deep.include({ report_stats: { enabled: false } });
		expect(configurationText(values)).not.to.match(/: \/|file:\//);
	});
});

describe('the signing key of Dendrite', () => {
	it('is PEM with the id of the key and 32 bytes, new each time', () => {
		const [begin, id, empty, bytes = '', end] = signingKeyText().split('\n');
		expect([begin, empty, end]).to.deep.equal([
			'-----BEGIN MATRIX PRIVATE KEY-----',
			'',
			'-----END MATRIX PRIVATE KEY-----',
		]);
		expect(id).to.match(/^Key-ID: ed25519:[0-9a-f]{6}$/);
		expect(Buffer.from(bytes, 'base64')).to.have.length(32);
		expect(signingKeyText()).not.to.equal(signingKeyText());
	});
});
