import { expect } from 'chai';
import { ENGINE_FILE_LIMIT, fileLimitOf, readableSize } from '../../src/convert/file-limit';

const MB = 1_048_576;

describe('limit of files', () => {
	it('is the smallest of all limits', () => {
		expect(fileLimitOf({ setting: 0, workspace: 100 * MB, homeserver: 10 * MB })).to.deep.equal({
			bytes: 10 * MB,
			owner: 'homeserver',
		});
		expect(fileLimitOf({ setting: 0, workspace: 2 * MB, homeserver: 10 * MB })).to.deep.equal({
			bytes: 2 * MB,
			owner: 'workspace',
		});
	});

	it('is the administrator’s only if that is the smallest', () => {
		const servers = { workspace: 5 * MB, homeserver: 10 * MB };
		expect(fileLimitOf({ ...servers, setting: MB }).owner).to.equal('setting');
		expect(fileLimitOf({ ...servers, setting: 50 * MB }).owner).to.equal('workspace');
	});

	it('is, of equal ones, the one that is changed most easily', () => {
		const equal = { setting: MB, workspace: MB, homeserver: MB };
		expect(fileLimitOf(equal, MB).owner).to.equal('setting');
		expect(fileLimitOf({ ...equal, setting: 0 }, MB).owner).to.equal('workspace');
	});

	it('is what the engine carries if no server has a smaller one', () => {
		const engine = { bytes: ENGINE_FILE_LIMIT, owner: 'engine' };
		expect(fileLimitOf({})).to.deep.equal(engine);
		expect(fileLimitOf({ workspace: undefined, homeserver: 500 * MB })).to.deep.equal(engine);
	});

	it('may be 0 in the workspace, which then takes no file with content', () => {
		expect(fileLimitOf({ setting: 0, workspace: 0, homeserver: MB })).to.deep.equal({
			bytes: 0,
			owner: 'workspace',
		});
	});
});

describe('size of a file', () => {
	const sizes: readonly [number, string][] = [
		[0, '0 B'],
		[1_023, '1023 B'],
		[1_024, '1 kB'],
		[1_536, '1.5 kB'],
		[52_428_800, '50 MB'],
		[52_428_800 + 200_000, '50.2 MB'],
		[5 * 1024 ** 4, '5120 GB'],
	];
	for (const [bytes, text] of sizes) {
		it(`of ${bytes} bytes reads ${text}`, () => {
			expect(readableSize(bytes)).to.equal(text);
		});
	}
});
