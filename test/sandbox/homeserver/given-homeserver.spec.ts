import { expect } from 'chai';
import {
	givenHomeserver,
	loadingAdvice,
	useGivenHomeserver,
} from '../../../sandbox/homeserver/given-homeserver';
import { freePort } from '../../../sandbox/homeserver/free-port';
import { registrationMac } from '../../../sandbox/homeserver/register-user';

const environment = {
	SANDBOX_HOMESERVER_URL: 'http://127.0.0.1:8008/',
	SANDBOX_HOMESERVER_DOMAIN: 'matrix.test',
	SANDBOX_HOMESERVER_SECRET: 'secret',
};

describe('a homeserver that the environment names', () => {
	it('is described by three variables', () => {
		expect(givenHomeserver(environment)).to.deep.equal({
			url: 'http://127.0.0.1:8008',
			serverName: 'matrix.test',
			sharedSecret: 'secret',
		});
		expect(givenHomeserver({})).to.equal(undefined);
	});

	it('is refused if a variable is missing, and the error names that variable', () => {
		expect(() => givenHomeserver({ ...environment, SANDBOX_HOMESERVER_SECRET: '' })).to.throw(
			'missing: SANDBOX_HOMESERVER_SECRET. Set all three',
		);
	});

	it('is refused with the reason if nothing answers at its address', async () => {
		const url = `http://127.0.0.1:${await freePort(0)}`;
		const error: unknown = await useGivenHomeserver(
			{ url, serverName: 'matrix.test', sharedSecret: 'secret' },
			{ directory: '', port: 0, serverName: 'matrix.test', registrationFiles: [] },
		).catch((reason: unknown) => reason);
		expect(String(error)).to.match(/^Error: No homeserver answers at http.*ECONNREFUSED/);
	});

	it('tells the user to load the registration file and to restart', () => {
		expect(loadingAdvice('http://127.0.0.1:8008', ['/a/registration.yaml'])).to.equal(
			'The homeserver at http://127.0.0.1:8008 must load /a/registration.yaml ' +
				'(Synapse: app_service_config_files) and be restarted after each change of that file.',
		);
	});
});

describe("the MAC of Synapse's shared-secret registration", () => {
	it('is an HMAC-SHA1 over nonce, name, password and role, separated by NUL', () => {
		expect(registrationMac('secret', 'abc', { localpart: 'bob', password: 'pass' })).to.equal(
			'132fa534ec749e7c55193bb4884eb07a6d7f6d37',
		);
	});
});
