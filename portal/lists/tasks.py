"""Jobs of lists: shells around the actions that write, remove and bring in their files."""

from celery import shared_task

from portal.lists.actions import exports, long_imports


@shared_task(name="lists.write_exports", expires=5)
def write_exports():
    for job_id in exports.claim_due():
        write_export.delay(job_id)
    exports.expire()


@shared_task(name="lists.write_export")
def write_export(job_id):
    exports.write_job(job_id)


@shared_task(name="lists.bring_in_files", expires=4)
def bring_in_files():
    for run_id in long_imports.claim_due():
        bring_in_file.delay(run_id)


@shared_task(name="lists.bring_in_file", time_limit=1800)
def bring_in_file(run_id):
    long_imports.work_on(run_id=run_id)
