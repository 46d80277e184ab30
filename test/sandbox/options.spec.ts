import { expect } from 'chai';
import { readOptions } from '../../sandbox/options';

describe('the options of npm start', () => {
	it('have defaults: ports 3000, 8008 and 3001, no reset, no change of plan, apps in Node', () => {
		expect(readOptions([])).to.include({
			help: false,
			reset: false,
			workspacePort: 3000,
			homeserverPort: 8008,
			homeserver: undefined,
			pagePort: 3001,
			plan: undefined,
			serverVersion: '9.0',
			runtime: 'node',
		});
	});

	it('add a second workspace, on port 3010 unless another one is given', () => {
		expect(readOptions([])).to.include({ two: false });
		expect(readOptions(['--two'])).to.include({ two: true, secondWorkspacePort: 3010 });
		expect(readOptions(['--two', '--second-workspace-port', '4010']).secondWorkspacePort).to.equal(4010);
	});

	it('give the second workspace a homeserver of its own, on port 8009 unless another one is given', () => {
		expect(readOptions(['--two']).secondHomeserver).to.equal(undefined);
		expect(readOptions(['--two', '--second-homeserver', 'dendrite'])).to.include({
			secondHomeserver: 'dendrite',
			secondHomeserverPort: 8009,
		});
		expect(readOptions(['--second-homeserver-port', '4009']).secondHomeserverPort).to.equal(4009);
		expect(() => readOptions(['--second-homeserver', 'x'])).to.throw('--second-homeserver is x');
	});

	it('name a plan, in upper or lower case', () => {
		expect(readOptions(['--plan', 'pro']).plan).to.equal('pro');
		expect(readOptions(['--plan=Enterprise']).plan).to.equal('enterprise');
	});

	it('name the version of Rocket.Chat', () => {
		expect(readOptions(['--server', '8.4']).serverVersion).to.equal('8.4');
	});

	it('name what runs the app, in upper or lower case', () => {
		expect(readOptions(['--runtime', 'deno']).runtime).to.equal('deno');
		expect(readOptions(['--runtime=Node']).runtime).to.equal('node');
	});

	it('name a homeserver', () => {
		expect(readOptions(['--homeserver', 'dendrite']).homeserver).to.equal('dendrite');
		expect(() => readOptions(['--homeserver', 'x'])).to.throw('--homeserver is x; it has to be one of');
	});

	it('set ports and the folder of the state', () => {
		expect(
			readOptions(['--reset', '--workspace-port', '4000', '--page-port=4001', '--state', 'x']),
		).to.include({
			reset: true,
			workspacePort: 4000,
			pagePort: 4001,
			stateFolder: 'x',
		});
	});

	it('are refused with their name if they are wrong', () => {
		expect(() => readOptions(['--workspace-port', '70000'])).to.throw('--workspace-port is 70000');
		expect(() => readOptions(['--page-port', '1e3'])).to.throw('--page-port is 1e3');
		expect(() => readOptions(['--plan', 'gold'])).to.throw(
			'--plan is gold; it has to be one of community, starter, pro, enterprise',
		);
		expect(() => readOptions(['--server', '7.0'])).to.throw(
			'--server is 7.0; it has to be one of 8.4, 9.0',
		);
		expect(() => readOptions(['--runtime', 'bun'])).to.throw(
			'--runtime is bun; it has to be one of node, deno',
		);
		expect(() => readOptions(['--rest'])).to.throw('--rest');
	});
});
