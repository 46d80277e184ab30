import { expect } from 'chai';
import {
	givenHomeserver,
	loadingAdvice,
	useGivenHomeserver,
} from '../../../sandbox/homeserver/given-homeserver';
import { freePort } from '../../../sandbox/homeserver/free-port';
import { registrationMac } from '../../../sandbox/homeserver/registration-of-users';

const environment = {
	SANDBOX_HOMESERVER_URL: 'http://127.0.0.1:8008/',
	SANDBOX_HOMESERVER_DOMAIN: 'matrix.test',
	SANDBOX_HOMESERVER_SECRET: 'secret',
};

describe('a homeserver given by the environment', () => {
	it('takes all three variables', () => {
		expect(givenHomeserver(environment)).to.deep.equal({
			url: 'http://127.0.0.1:8008',
			serverName: 'matrix.test',
			sharedSecret: 'secret',
		});
		expect(givenHomeserver({})).to.equal(undefined);
	});

	it('is refused with the names of those that are missing', () => {
		expect(() => givenHomeserver({ ...environment, SANDBOX_HOMESERVER_SECRET: '' })).to.throw(
			'missing: SANDBOX_HOMESERVER_SECRET. Set all three',
		);
	});

	it('is refused with the reason where nothing answers', async () => {
		const url = `http://127.0.0.1:${await freePort(0)}`;
		const error: unknown = await useGivenHomeserver(
			{ url, serverName: 'matrix.test', sharedSecret: 'secret' },
			{ directory: '', port: 0, serverName: 'matrix.test', registrationFiles: [] },
		).catch((reason: unknown) => reason);
		expect(String(error)).to.match(/^Error: No homeserver answers at http.*ECONNREFUSED/);
	});

	it('comes with the advice to load the registration file', () => {
		expect(loadingAdvice('http://127.0.0.1:8008', ['/a/registration.yaml'])).to.equal(
			'The homeserver at http://127.0.0.1:8008 must load /a/registration.yaml ' +
				'(Synapse: app_service_config_files) and be restarted after each change of that file.',
		);
	});
});

describe("the proof of the secret in Synapse's registration of users", () => {
	it('is an HMAC-SHA1 over nonce, name, password and role, parted by NUL', () => {
		expect(
			registrationMac('secret', 'abc', { localpart: 'bob', password: 'pass', admin: false }),
		).to.equal('132fa534ec749e7c55193bb4884eb07a6d7f6d37');
	});
});
