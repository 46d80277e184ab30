import { expect } from 'chai';
import { readDeployOptions } from '../../../scripts/apps-cli/deploy-options';

const url = ['--url', 'http://127.0.0.1:3000'];
const admin = ['--username', 'admin', '--password', 'a secret'];

describe('the command line of npm run deploy', () => {
	it('takes a username and a password', () => {
		expect(readDeployOptions([...url, ...admin], {})).to.deep.equal({
			login: { url: 'http://127.0.0.1:3000', username: 'admin', password: 'a secret' },
			secrets: ['a secret'],
			update: false,
		});
	});

	it('takes the id of a user and a token, and --update', () => {
		expect(
			readDeployOptions([...url, '--userId', 'abc', '--token', 'a token', '--update'], {}),
		).to.deep.equal({
			login: { url: 'http://127.0.0.1:3000', userId: 'abc', token: 'a token' },
			secrets: ['a token'],
			update: true,
		});
	});

	it('takes the code of two-factor authentication, which is a secret too', () => {
		expect(readDeployOptions([...url, ...admin, '--code', '123456'], {})).to.deep.include({
			login: {
				url: 'http://127.0.0.1:3000',
				username: 'admin',
				password: 'a secret',
				code: '123456',
			},
			secrets: ['a secret', '123456'],
		});
	});

	it('takes the secret from the environment, so that npm does not print it', () => {
		const environment = { FEDERATION_PASSWORD: 'a secret', FEDERATION_TOKEN: 'a token' };
		expect(readDeployOptions([...url, '--username', 'admin'], environment)).to.deep.include({
			secrets: ['a secret'],
		});
		expect(readDeployOptions([...url, '--userId', 'abc'], environment)).to.deep.include({
			secrets: ['a token'],
		});
	});

	it('takes an address with a path and drops the slash at its end', () => {
		expect(
			readDeployOptions(['--url', 'https://example.org/chat/', ...admin], {}),
		).to.have.nested.property('login.url', 'https://example.org/chat');
	});

	for (const [what, given, message] of [
		['the address', admin, 'The address is missing: add --url'],
		['the login', url, 'The login is missing: add --username NAME --password PASSWORD, or --userId'],
		['the password', [...url, '--username', 'a'], 'The password is missing: add --password PASSWORD'],
		['the token', [...url, '--userId', 'a'], 'The token is missing: add --token TOKEN'],
	] as const) {
		it(`says that ${what} is missing`, () => {
			expect(() => readDeployOptions(given, {})).to.throw(message);
		});
	}

	for (const address of ['127.0.0.1:3000', 'localhost', 'ftp://example.org']) {
		it(`says that ${address} is no whole address`, () => {
			expect(() => readDeployOptions(['--url', address, ...admin], {})).to.throw(
				'--url has to be a whole address',
			);
		});
	}

	it('refuses an address with a login in it and does not repeat it', () => {
		expect(() => readDeployOptions(['--url', 'http://admin:hidden@127.0.0.1', ...admin], {}))
			.to.throw('no login')
			.with.property('message')
			.that.does.not.include('hidden');
	});

	it('refuses two logins', () => {
		expect(() => readDeployOptions([...url, ...admin, '--userId', 'abc', '--token', 't'], {})).to.throw(
			'Give --username or --userId, not both.',
		);
	});

	it('does not repeat half of a password that was written without quotes', () => {
		expect(() => readDeployOptions([...url, '--username', 'a', '--password', 'my', 'secret'], {}))
			.to.throw('Put values with spaces in quotes.')
			.with.property('message')
			.that.does.not.include('secret');
	});

	it('refuses an option that it does not know', () => {
		expect(() => readDeployOptions([...url, ...admin, '--force'], {})).to.throw("'--force'");
	});

	it('returns help if it is asked for', () => {
		expect(readDeployOptions(['--help'], {})).to.equal('help');
	});
});
