import { expect } from 'chai';
import { runAppsCli } from '../../../scripts/apps-cli/run';
import { withStandInAppsCli } from '../../support/stand-in-apps-cli';

describe('a run of apps-cli', () => {
	it('prints each line at once, without secrets and empty lines', async () => {
		const printed: string[] = [];
		const { exitCode, lines } = await withStandInAppsCli(
			`console.log('the password is hunter2, twice hunter2\\n\\n'); console.error('hunter2!');`,
			(folder) => runAppsCli(folder, [], ['hunter2'], (line) => printed.push(line)),
		);
		expect(exitCode).to.equal(0);
		expect(printed).to.have.members(['the password is ***, twice ***', '***!']);
		expect(lines).to.deep.equal(printed);
	});

	it('runs in the folder of the app with the arguments, and returns the exit code', async () => {
		await withStandInAppsCli(
			`console.log(process.cwd(), ...process.argv.slice(2)); process.exit(2);`,
			async (folder) => {
				const { exitCode, lines } = await runAppsCli(
					folder,
					['deploy', '--update'],
					[],
					() => undefined,
				);
				expect(exitCode).to.equal(2);
				expect(lines).to.deep.equal([`${folder} deploy --update`]);
			},
		);
	});
});
