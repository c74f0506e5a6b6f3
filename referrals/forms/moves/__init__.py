"""What each move asks of the person who makes it: one form per verb
of people; the clock needs none.

cleaned_data goes to the action of the verb as its details, for pages and for the API alike.
"""

from referrals.forms.moves import answers, endings, journey, sending, treatment

FORMS = {
    "submit_for_review": sending.SubmitForReviewForm,
    "return": sending.ReturnForm,
    "approve": sending.ApproveForm,
    "send": sending.SendForm,
    "discard": sending.DiscardForm,
    "receive": answers.ReceiveForm,
    "request_info": answers.RequestInfoForm,
    "supply_info": answers.SupplyInfoForm,
    "accept": answers.AcceptForm,
    "waitlist": answers.WaitlistForm,
    "decline": answers.DeclineForm,
    "withdraw_acceptance": answers.WithdrawAcceptanceForm,
    "redirect": sending.RedirectForm,
    "propose_onward": answers.ProposeOnwardForm,
    "record_external_acceptance": sending.RecordExternalAcceptanceForm,
    "schedule": journey.ScheduleForm,
    "reschedule": journey.RescheduleForm,
    "release": journey.ReleaseForm,
    "depart": journey.DepartForm,
    "emergency_bypass": journey.EmergencyBypassForm,
    "turn_back": journey.TurnBackForm,
    "arrive": journey.ArriveForm,
    "file_retrospective": sending.FileRetrospectiveForm,
    "mark_no_show": journey.MarkNoShowForm,
    "rebook": journey.RebookForm,
    "admit": treatment.AdmitForm,
    "refuse_at_door": treatment.RefuseAtDoorForm,
    "interim_reply": treatment.InterimReplyForm,
    "finish_treatment": treatment.FinishTreatmentForm,
    "reply": treatment.ReplyForm,
    "acknowledge": treatment.AcknowledgeForm,
    "cancel": endings.CancelForm,
    "request_cancel": endings.RequestCancelForm,
    "confirm_cancel": endings.ConfirmCancelForm,
    "refuse_cancel": endings.RefuseCancelForm,
    "close_unplaced": endings.CloseUnplacedForm,
    "record_death": endings.RecordDeathForm,
    "supersede": sending.SupersedeForm,
    "change_priority": endings.ChangePriorityForm,
    "mark_error": endings.MarkErrorForm,
    "reopen": endings.ReopenForm,
    "divert": sending.DivertForm,
    "return_with_advice": answers.ReturnWithAdviceForm,
}
