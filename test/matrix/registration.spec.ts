import { expect } from 'chai';
import { parse } from 'yaml';
import type { ServerName } from '../../src/matrix/ids';
import { registrationFile } from '../../src/matrix/registration';

const source = {
	appserviceId: 'rocketchat',
	callbackUrl: 'https://chat.example.org/api/apps/public/app',
	intake: 'push' as const,
	asToken: 'as-secret',
	hsToken: 'hs-secret',
	botLocalpart: 'rocketchat',
	userPrefix: 'rc_',
	aliasPrefix: 'rc_',
	domain: 'matrix.example.org:8448' as ServerName,
};

interface File {
	namespaces: { users: { regex: string }[]; aliases: { regex: string }[] };
}

describe('registration file', () => {
	it('has no address if events are pulled, so that the homeserver calls nobody', () => {
		expect(parse(registrationFile({ ...source, intake: 'pull' }))).to.include({
			id: 'rocketchat',
			url: null,
		});
	});

	it('is YAML with these fields', () => {
		expect(registrationFile(source)).to.equal(
			[
				'id: rocketchat',
				'url: https://chat.example.org/api/apps/public/app',
				'as_token: as-secret',
				'hs_token: hs-secret',
				'sender_localpart: rocketchat',
				'rate_limited: false',
				'receive_ephemeral: true',
				'de.sorunome.msc2409.push_ephemeral: true',
				'namespaces:',
				'  users:',
				'    - exclusive: true',
				String.raw`      regex: ^@rc_[a-z0-9._=\-/+]+:matrix\.example\.org:8448$`,
				'  aliases:',
				'    - exclusive: true',
				String.raw`      regex: ^#rc_[^:]+:matrix\.example\.org:8448$`,
				'  rooms: []',
				'',
			].join('\n'),
		);
	});

	it('claims the ghosts of this domain and no other users', () => {
		const [users] = (parse(registrationFile(source)) as File).namespaces.users;
		const regex = new RegExp(users?.regex ?? '');
		expect(regex.test('@rc_j=c3=bcrgen:matrix.example.org:8448')).to.equal(true);
		for (const other of [
			'@bob:matrix.example.org:8448',
			'@rc_alice:matrixXexample.org:8448',
			'@rc_alice:matrix.example.org:84480',
			'@rc_:matrix.example.org:8448',
			'x@rc_alice:matrix.example.org:8448',
		]) {
			expect(regex.test(other), other).to.equal(false);
		}
	});

	it('escapes the prefix in the regular expressions', () => {
		const file = parse(registrationFile({ ...source, userPrefix: 'a+b.', aliasPrefix: 'a.' })) as File;
		expect(
			new RegExp(file.namespaces.users[0]?.regex ?? '').test('@a+b.x:matrix.example.org:8448'),
		).to.equal(true);
		expect(
			new RegExp(file.namespaces.users[0]?.regex ?? '').test('@aab.x:matrix.example.org:8448'),
		).to.equal(false);
		expect(
			new RegExp(file.namespaces.aliases[0]?.regex ?? '').test('#abx:matrix.example.org:8448'),
		).to.equal(false);
	});

	it('quotes tokens that look like another type in YAML', () => {
		for (const token of ['12345', 'true', '- a', '0x10', 'a: b', '#x', ' x', "it's"]) {
			const file = parse(registrationFile({ ...source, asToken: token })) as { as_token: unknown };
			expect(file.as_token).to.equal(token);
		}
	});
});
