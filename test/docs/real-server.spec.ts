import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { givenWorkspace } from '../../sandbox/given-workspace';

const root = fileURLToPath(new URL('../..', import.meta.url));
const textOf = (file: string) => readFile(path.join(root, file), 'utf8');

interface Compose {
	readonly services: { readonly rocketchat: { readonly environment: Readonly<Record<string, string>> } };
}
interface Workflow {
	readonly jobs: {
		readonly test: {
			readonly steps: readonly { readonly run?: string; readonly env?: Record<string, string> }[];
		};
	};
}

describe('the files for a real server', () => {
	it('name the same address and administrator in the compose file, the workflow and the page', async () => {
		const { environment } = (parse(await textOf('sandbox/compose.yaml')) as Compose).services.rocketchat;
		const expected = {
			url: environment.ROOT_URL,
			username: environment.ADMIN_USERNAME,
			password: environment.ADMIN_PASS,
		};
		const { steps } = (parse(await textOf('.github/workflows/real-server.yml')) as Workflow).jobs.test;
		const run = steps.find((step) => step.run === 'npm run test:workspace');
		expect(givenWorkspace(run?.env ?? {})).to.deep.equal(expected);
		expect(await textOf('docs/real-server.md')).to.include(
			`SANDBOX_WORKSPACE_URL=${expected.url ?? ''} SANDBOX_WORKSPACE_ADMIN=${expected.username ?? ''} ` +
				`SANDBOX_WORKSPACE_PASSWORD='${expected.password ?? ''}'`,
		);
	});
});
