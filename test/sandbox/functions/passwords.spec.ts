import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { hashPassword, passwordMatches } from '../../../sandbox/workspace/functions/passwords';

describe('the hash of a password', () => {
	const hash = hashPassword('a password');

	it('matches this password only, as text and as its SHA-256', () => {
		const digest = createHash('sha256').update('a password').digest('hex').toUpperCase();
		expect(passwordMatches('a password', hash)).to.equal(true);
		expect(passwordMatches({ digest, algorithm: 'sha-256' }, hash)).to.equal(true);
		expect(passwordMatches('another password', hash)).to.equal(false);
	});

	it('is another one each time', () => {
		expect(hashPassword('a password')).not.to.equal(hash);
	});

	it('matches in the form of version 0.2', () => {
		const older = 'scrypt:MDEyMzQ1Njc4OWFiY2RlZg==:iHt7W7+MS2U53wFYGIchOAEIJhLW/Oc6XVo+P7916cM=';
		expect(passwordMatches('a password', older)).to.equal(true);
		expect(passwordMatches('another password', older)).to.equal(false);
	});

	for (const broken of ['', 'bcrypt:a:b', 'scrypt:MDEyMzQ1Njc4OWFiY2RlZg==:', hash.slice(0, -8)]) {
		it(`matches no password if it is ${JSON.stringify(broken.slice(0, 12))}…, which no version has written`, () => {
			expect(passwordMatches('a password', broken)).to.equal(false);
		});
	}
});
