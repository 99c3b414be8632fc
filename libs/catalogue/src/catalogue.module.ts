import { Module } from '@nestjs/common';
import { Announcements } from './announcements.js';
import { ApplyHandler } from './apply.js';
import { CatalogueWatch } from './catalogue-watch.js';
import { CatalogueWriter } from './catalogue-writer.js';
import { CurrentCatalogue } from './current-catalogue.js';
import { DocumentHistoryHandler } from './document-history.js';
import { GetDocumentHandler } from './get-document.js';
import { ListDocumentsHandler } from './list-documents.js';
import { PutDocumentHandler } from './put-document.js';

/** Reference data: offers the catalogue of this process, and takes and answers what is said of it. */
@Module({
  providers: [
    CurrentCatalogue,
    Announcements,
    CatalogueWatch,
    CatalogueWriter,
    ApplyHandler,
    PutDocumentHandler,
    GetDocumentHandler,
    ListDocumentsHandler,
    DocumentHistoryHandler,
  ],
  exports: [CurrentCatalogue],
})
export class CatalogueModule {}
