import { expect } from 'chai';
import { createServer, type Server } from 'node:net';
import { freePort } from '../../../sandbox/homeserver/free-port';

describe('a free port', () => {
	const servers: Server[] = [];
	afterEach(async () => {
		await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
	});

	async function listen(port: number): Promise<void> {
		const server = createServer();
		servers.push(server);
		await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	}

	it('is none that the system gives to other servers and connections, and none that fetch refuses', async () => {
		expect(await freePort(0)).to.be.within(10_081, 32_767);
	});

	it('is given once, though nothing uses it yet', async () => {
		const ports = [
			await freePort(0),
			await freePort(0),
			...(await Promise.all([freePort(0), freePort(0)])),
		];
		expect(new Set(ports).size).to.equal(4);
	});

	it('is not one that somebody uses', async () => {
		const used = (await freePort(0)) + 1;
		await listen(used);
		expect(await freePort(0)).not.to.equal(used);
	});

	it('is refused with its number if it is wanted and somebody uses it', async () => {
		const used = await freePort(0);
		await listen(used);
		const refused = await freePort(used).catch(String);
		expect(refused).to.match(new RegExp(`^Error: port ${used} of 127\\.0\\.0\\.1 cannot be used`));
	});
});
