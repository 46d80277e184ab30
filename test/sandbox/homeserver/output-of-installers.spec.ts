import { expect } from 'chai';
import { stageOfMmdebstrap } from '../../../sandbox/homeserver/synapse-from-debian';
import { onlyVersionIsMissing, stageOfPip } from '../../../sandbox/homeserver/synapse-from-pypi';

describe('the output of pip', () => {
	it('is reduced to its stages', () => {
		expect(stageOfPip('Collecting treq>=21.5.0 (from matrix-synapse==1.163.2)')).to.equal(
			'collecting treq>=21.5.0',
		);
		expect(stageOfPip('  Downloading twisted-25.5.0-py3-none-any.whl (3.2 MB)')).to.equal(
			'downloading twisted-25.5.0-py3-none-any.whl (3.2 MB)',
		);
		expect(stageOfPip('Installing collected packages: idna, attrs, treq')).to.equal(
			'installing 3 packages',
		);
		expect(stageOfPip('Requirement already satisfied: setuptools')).to.equal(undefined);
	});

	it('shows whether only a version is missing or whether the index cannot be reached', () => {
		expect(
			onlyVersionIsMissing(
				'ERROR: Could not find a version that satisfies the requirement pillow==13.0.0 ' +
					'(from versions: 11.0.0, 12.0.0)\nERROR: No matching distribution found for pillow==13.0.0',
			),
		).to.equal(true);
		expect(
			onlyVersionIsMissing(
				'ERROR: Could not find a version that satisfies the requirement matrix-synapse==1.163.2 ' +
					'(from versions: none)\nERROR: No matching distribution found for matrix-synapse==1.163.2',
			),
		).to.equal(false);
		expect(onlyVersionIsMissing('ERROR: Could not install packages: No space left on device')).to.equal(
			false,
		);
	});
});

describe('the output of mmdebstrap', () => {
	it('is reduced to its stages', () => {
		expect(stageOfMmdebstrap('I: installing essential packages...')).to.equal(
			'installing essential packages',
		);
		expect(stageOfMmdebstrap('I: main() received signal PIPE: waiting for setup...')).to.equal(undefined);
		expect(stageOfMmdebstrap('E: mmdebstrap failed to run')).to.equal(undefined);
	});
});
