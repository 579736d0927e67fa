declare module 'yauzl' {
  /** One record of a central directory. */
  export interface Entry {
    fileName: string;
    fileNameLength: number;
    versionMadeBy: number;
    generalPurposeBitFlag: number;
    compressionMethod: number;
    compressedSize: number;
    uncompressedSize: number;
    externalFileAttributes: number;
    relativeOffsetOfLocalHeader: number;
  }

  export interface ZipFile {
    entryCount: number;
    comment: string;
    /** The offset of the central directory, until the first entry is read. */
    readEntryCursor: number;
    readEntry(): void;
    close(): void;
    on(event: 'entry', listener: (entry: Entry) => void): this;
    on(event: 'end', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }

  export function openPromise(path: string, options: { strictFileNames: boolean; autoClose: boolean }): Promise<ZipFile>;
}
