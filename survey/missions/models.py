"""Missions and their projects."""

from sqlalchemy import CheckConstraint, ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.data.base import Base, new_public_id


class Mission(Base):
    """A field mission, or Headquarters where it runs a project itself."""

    __tablename__ = "mission"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Text, unique=True, default=new_public_id)
    name: Mapped[str] = mapped_column(Text, unique=True)
    country: Mapped[str] = mapped_column(Text)
    region: Mapped[str] = mapped_column(Text, index=True)

    projects: Mapped[list["Project"]] = relationship(back_populates="mission", order_by="Project.code")


class ServiceArea(Base):
    """One of the institution's fields of work; a project can belong to several."""

    __tablename__ = "project_service_area"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text, index=True)


class Project(Base):
    """What a mission runs with the fund's money; `code` is its number in the programme, such as 2001-05."""

    __tablename__ = "project"
    __table_args__ = (UniqueConstraint("code"), CheckConstraint("funding_usd >= 0", name="funding"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Text, unique=True, default=new_public_id)
    code: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"), index=True)
    target_group: Mapped[str] = mapped_column(Text)
    funding_usd: Mapped[int]

    mission: Mapped[Mission] = relationship(back_populates="projects")
    areas: Mapped[list[ServiceArea]] = relationship(
        order_by=ServiceArea.position, cascade="all, delete-orphan"
    )

    @property
    def service_areas(self) -> list[str]:
        return [area.name for area in self.areas]
