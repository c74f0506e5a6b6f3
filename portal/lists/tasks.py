"""Jobs of lists: shells around the actions that write and remove their files."""

from celery import shared_task

from portal.lists.actions import exports


@shared_task(name="lists.write_exports", expires=5)
def write_exports():
    for job_id in exports.claim_due():
        write_export.delay(job_id)
    exports.expire()


@shared_task(name="lists.write_export")
def write_export(job_id):
    exports.write_job(job_id)
