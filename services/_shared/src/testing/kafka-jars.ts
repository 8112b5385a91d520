import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** The release of Apache Kafka that the tests run against; also the tag of the container image. */
export const kafkaVersion = '4.4.0';
const dependencyPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

const dependency = (group: string, artifact: string, version: string): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;

// slf4j-simple: without a binding the broker is mute, and its "started" line is how we know that it is ready.
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>paygraph</groupId><artifactId>kafka-for-tests</artifactId><version>1</version><dependencies>
${dependency('org.apache.kafka', 'kafka_2.13', kafkaVersion)}
${dependency('org.slf4j', 'slf4j-simple', '1.7.36')}
</dependencies></project>`;

const workspaceRoot = (from = __dirname): string => {
  if (existsSync(join(from, 'pnpm-workspace.yaml'))) return from;
  if (dirname(from) === from) throw new Error('The Kafka jars are kept beside pnpm-workspace.yaml, which no parent folder has');
  return workspaceRoot(dirname(from));
};

const answers = async (command: string, args: readonly string[], wanted: RegExp): Promise<boolean> => {
  try {
    const { stdout, stderr } = await run(command, [...args]);
    return wanted.test(stdout + stderr);
  } catch {
    return false;
  }
};

/** Java 17 or newer, and Maven. */
export const canRunJars = async (): Promise<boolean> =>
  (await answers('java', ['-version'], /version "(1[7-9]|[2-9]\d)/)) && (await answers('mvn', ['-v'], /Apache Maven/));

/** The folder with Kafka's own jars, fetched from Maven Central once and kept under `node_modules/.cache`. */
export const kafkaJars = async (): Promise<string> => {
  const cache = join(workspaceRoot(), 'node_modules/.cache');
  const kept = join(cache, `kafka-${kafkaVersion}`);
  if (existsSync(kept)) return kept;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'paygraph-kafka-jars-'));
  const fetched = mkdtempSync(join(cache, 'kafka-partial-'));
  try {
    writeFileSync(join(work, 'pom.xml'), pom);
    await run('mvn', ['-q', '-B', '-f', join(work, 'pom.xml'), dependencyPlugin, '-DincludeScope=runtime', `-DoutputDirectory=${join(work, 'lib')}`]);
    cpSync(join(work, 'lib'), fetched, { recursive: true });
    // A rename is all or nothing: two test runs that fetch at once cannot see half a folder.
    if (!existsSync(kept)) renameSync(fetched, kept);
  } finally {
    rmSync(work, { recursive: true, force: true });
    rmSync(fetched, { recursive: true, force: true });
  }
  return kept;
};
