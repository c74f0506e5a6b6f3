from hospitals.models.abstract import AbstractFile
from hospitals.models.accreditation import Accreditation
from hospitals.models.batch import ImportBatch, ImportProblem
from hospitals.models.bed import BedPool
from hospitals.models.calendar import CalendarDay
from hospitals.models.claim import Claim, ClaimProposal
from hospitals.models.code import ClinicalCode
from hospitals.models.department import Department
from hospitals.models.duty import DutyShift
from hospitals.models.flow import FlowReturn
from hospitals.models.governance import (
    Agreement,
    Committee,
    CommitteeSeat,
    HospitalPlan,
    PolicyItem,
)
from hospitals.models.hospital import Campus, Hospital
from hospitals.models.inspection import (
    ChecklistItem,
    InspectionFinding,
    InspectionRound,
    InspectionScore,
)
from hospitals.models.membership import Membership
from hospitals.models.name import HospitalName
from hospitals.models.network import HospitalRelation, Network, NetworkMembership
from hospitals.models.paper import AgreementFile, MilestoneFile
from hospitals.models.population import Population
from hospitals.models.project import CooperationProject, Milestone
from hospitals.models.region import Region
from hospitals.models.report import MonthlyReport, MonthlyVolume
from hospitals.models.resource import BedCapacity, BedTarget, Equipment, SpecialtyCluster
from hospitals.models.route import ReferralRoute
from hospitals.models.slot import ClinicSlot

__all__ = [
    "AbstractFile",
    "Accreditation",
    "Agreement",
    "AgreementFile",
    "BedCapacity",
    "BedPool",
    "BedTarget",
    "CalendarDay",
    "Campus",
    "ChecklistItem",
    "Claim",
    "ClaimProposal",
    "ClinicSlot",
    "ClinicalCode",
    "Committee",
    "CommitteeSeat",
    "CooperationProject",
    "Department",
    "DutyShift",
    "Equipment",
    "FlowReturn",
    "Hospital",
    "HospitalName",
    "HospitalPlan",
    "HospitalRelation",
    "ImportBatch",
    "ImportProblem",
    "InspectionFinding",
    "InspectionRound",
    "InspectionScore",
    "Membership",
    "Milestone",
    "MilestoneFile",
    "MonthlyReport",
    "MonthlyVolume",
    "Network",
    "NetworkMembership",
    "PolicyItem",
    "Population",
    "ReferralRoute",
    "Region",
    "SpecialtyCluster",
]
