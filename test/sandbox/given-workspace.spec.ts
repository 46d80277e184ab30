import { expect } from 'chai';
import { assertAnswers, givenWorkspace, shownVariables } from '../../sandbox/given-workspace';
import { freePort } from '../../sandbox/homeserver/free-port';

const environment = {
	SANDBOX_WORKSPACE_URL: 'http://127.0.0.1:3000/',
	SANDBOX_WORKSPACE_ADMIN: 'admin',
	SANDBOX_WORKSPACE_PASSWORD: 'secret',
};
const workspace = { url: 'http://127.0.0.1:3000', username: 'admin', password: 'secret' };

describe('a workspace that the environment names', () => {
	it('is described by three variables', () => {
		expect(givenWorkspace(environment)).to.deep.equal(workspace);
		expect(givenWorkspace({})).to.equal(undefined);
	});

	it('is refused if a variable is missing, and the error names that variable', () => {
		expect(() => givenWorkspace({ ...environment, SANDBOX_WORKSPACE_ADMIN: '' })).to.throw(
			'missing: SANDBOX_WORKSPACE_ADMIN. Set all three',
		);
	});

	it('is shown as the variables that name it', () => {
		expect(shownVariables(workspace)).to.equal(
			'SANDBOX_WORKSPACE_URL=http://127.0.0.1:3000 SANDBOX_WORKSPACE_ADMIN=admin SANDBOX_WORKSPACE_PASSWORD=secret',
		);
	});

	it('is refused with the reason if nothing answers at its address', async () => {
		const url = `http://127.0.0.1:${await freePort(0)}`;
		const error: unknown = await assertAnswers({ ...workspace, url }).catch((reason: unknown) => reason);
		expect(String(error)).to.match(/^Error: No workspace answers at http.*\/api\/info.*ECONNREFUSED/);
	});
});
